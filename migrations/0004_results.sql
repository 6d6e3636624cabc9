-- Results: what correlation and detection derive. Partitioned by the day a journey started, with a catch-all; rewritten as a whole when a journey changes.

-- status: 1 in flight, 2 completed, 3 failed, 4 stuck (a message or invocation that should have ended has not).
CREATE TABLE journey (
    started_on      date NOT NULL,
    journey_id      uuid NOT NULL,
    tenant_id       int NOT NULL,
    status          smallint NOT NULL,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz NOT NULL,
    traces          int NOT NULL,
    invocations     int NOT NULL,
    messages        int NOT NULL,
    attempts        int NOT NULL,
    errors          int NOT NULL,
    cold_starts     int NOT NULL,
    root_function_id int,
    -- When the passing of time alone changes the status (a message becomes lost); null when nothing is awaited.
    due_at          timestamptz,
    functions       int[] NOT NULL,
    queues          int[] NOT NULL,
    updated_at      timestamptz NOT NULL,
    PRIMARY KEY (journey_id, tenant_id, started_on)
) PARTITION BY RANGE (started_on);
CREATE INDEX journey_recent ON journey (tenant_id, started_at DESC, journey_id);
CREATE INDEX journey_due ON journey (due_at) WHERE due_at IS NOT NULL;

-- is_shared: the trace received a batch and belongs to the journeys of all its messages.
CREATE TABLE journey_trace (
    started_on      date NOT NULL,
    journey_id      uuid NOT NULL,
    trace_id        uuid NOT NULL,
    tenant_id       int NOT NULL,
    is_shared       boolean NOT NULL,
    PRIMARY KEY (trace_id, journey_id, tenant_id, started_on)
) PARTITION BY RANGE (started_on);
CREATE INDEX journey_trace_journey ON journey_trace (journey_id);

-- state: 1 in flight, 2 processed, 3 dead-lettered, 4 lost, 5 failing (attempted, not yet settled), 6 received from outside (its publish was never seen).
CREATE TABLE message (
    started_on      date NOT NULL,
    journey_id      uuid NOT NULL,
    message_key     uuid NOT NULL,
    tenant_id       int NOT NULL,
    queue_id        int NOT NULL,
    message_id      text NOT NULL,
    state           smallint NOT NULL,
    published_at    timestamptz,
    publisher_trace_id uuid,
    publisher_span_id bigint,
    publisher_function_id int,
    attempts        int NOT NULL,
    first_attempt_at timestamptz,
    ended_at        timestamptz,
    -- Time in the queue before the first attempt, and from publish to the end; null when one side is unknown.
    dwell_us        bigint,
    total_us        bigint,
    dead_letter_queue_id int,
    PRIMARY KEY (message_key, journey_id, tenant_id, started_on)
) PARTITION BY RANGE (started_on);
CREATE INDEX message_journey ON message (journey_id);
CREATE INDEX message_queue ON message (queue_id, published_at);
CREATE INDEX message_dead_letter ON message (ended_at) WHERE state = 3;
CREATE INDEX message_id_text ON message (md5(message_id));

-- outcome: 0 ok, 1 error, 2 timeout, 3 out of memory, 4 unknown. skew_us > 0: the consumer's clock is behind the publisher's by at least that much.
CREATE TABLE attempt (
    started_on      date NOT NULL,
    journey_id      uuid NOT NULL,
    message_key     uuid NOT NULL,
    number          int NOT NULL,
    tenant_id       int NOT NULL,
    queue_id        int NOT NULL,
    function_id     int,
    trace_id        uuid,
    span_id         bigint,
    started_at      timestamptz NOT NULL,
    ended_at        timestamptz NOT NULL,
    dwell_us        bigint,
    skew_us         bigint NOT NULL,
    outcome         smallint NOT NULL,
    error_signature text NOT NULL,
    PRIMARY KEY (message_key, journey_id, number, tenant_id, started_on)
) PARTITION BY RANGE (started_on);
CREATE INDEX attempt_journey ON attempt (journey_id);
CREATE INDEX attempt_queue ON attempt (queue_id, started_at);
-- Retries are few: what a retry storm is looked for in.
CREATE INDEX attempt_retry ON attempt (started_at) WHERE number > 1;

-- A key that joined too many traces: it no longer joins.
CREATE TABLE set_aside_key (
    tenant_id       int NOT NULL,
    key_hash        uuid NOT NULL,
    name            text NOT NULL,
    value           text NOT NULL,
    traces          int NOT NULL,
    set_aside_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key_hash)
);

-- First sight of an instance, for cold starts that nobody announces.
CREATE TABLE instance (
    tenant_id       int NOT NULL,
    function_id     int NOT NULL,
    instance        text NOT NULL,
    first_seen      timestamptz NOT NULL,
    first_trace_id  uuid NOT NULL,
    first_span_id   bigint NOT NULL,
    PRIMARY KEY (tenant_id, function_id, instance)
);

-- Counted from facts really inserted, in the transaction that marks their batch correlated.
-- duration_buckets: counts per power-of-two bucket of microseconds (bucket n: below 2^n us), 40 of them.
CREATE TABLE function_minute (
    minute          timestamptz NOT NULL,
    tenant_id       int NOT NULL,
    function_id     int NOT NULL,
    invocations     bigint NOT NULL,
    errors          bigint NOT NULL,
    timeouts        bigint NOT NULL,
    cold_starts     bigint NOT NULL,
    duration_us     bigint NOT NULL,
    duration_buckets bigint[] NOT NULL,
    -- The same of cold invocations alone, and the sum of the init times they told.
    cold_buckets    bigint[] NOT NULL,
    init_us         bigint NOT NULL,
    reported_invocations bigint NOT NULL,
    reported_errors bigint NOT NULL,
    reported_cold_starts bigint NOT NULL,
    reported_timeouts bigint NOT NULL,
    PRIMARY KEY (function_id, minute, tenant_id)
) PARTITION BY RANGE (minute);

CREATE TABLE queue_minute (
    minute          timestamptz NOT NULL,
    tenant_id       int NOT NULL,
    queue_id        int NOT NULL,
    published       bigint NOT NULL,
    received        bigint NOT NULL,
    processed       bigint NOT NULL,
    failed          bigint NOT NULL,
    dead_lettered   bigint NOT NULL,
    -- From queue metrics; null when none came.
    depth           float8,
    oldest_age_s    float8,
    PRIMARY KEY (queue_id, minute, tenant_id)
) PARTITION BY RANGE (minute);

CREATE TABLE finding (
    finding_id      uuid PRIMARY KEY,
    tenant_id       int NOT NULL,
    kind            text NOT NULL,
    -- function, queue or key
    subject_kind    text NOT NULL,
    subject_id      text NOT NULL,
    severity        smallint NOT NULL,
    since           timestamptz NOT NULL,
    until           timestamptz,
    updated_at      timestamptz NOT NULL,
    -- Consecutive evaluations below the closing threshold: hysteresis.
    calm            int NOT NULL,
    summary         text NOT NULL,
    numbers         jsonb NOT NULL,
    journeys        uuid[] NOT NULL
);
CREATE UNIQUE INDEX finding_open ON finding (tenant_id, kind, subject_kind, subject_id) WHERE until IS NULL;
CREATE INDEX finding_recent ON finding (tenant_id, since DESC);
