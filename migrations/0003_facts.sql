-- Facts: plain rows in the transaction of their block, partitioned by day of event time with a catch-all, so that the same span always
-- lands in the same partition and its unique key is exact however late a duplicate comes. batch_id names the batch that really inserted the row.

CREATE TABLE invocation (
    started_at      timestamptz NOT NULL,
    trace_id        uuid NOT NULL,
    span_id         bigint NOT NULL,
    tenant_id       int NOT NULL,
    function_id     int NOT NULL,
    batch_id        bigint NOT NULL,
    parent_span_id  bigint NOT NULL,
    parent_remote   boolean NOT NULL,
    duration_us     bigint NOT NULL,
    init_us         bigint NOT NULL,
    outcome         smallint NOT NULL,
    cold_start      smallint NOT NULL,
    batch_size      int NOT NULL,
    trigger         text NOT NULL,
    version         text NOT NULL,
    instance        text NOT NULL,
    invocation_id   text NOT NULL,
    error_signature text NOT NULL,
    PRIMARY KEY (trace_id, span_id, tenant_id, started_at)
) PARTITION BY RANGE (started_at);
CREATE INDEX invocation_function ON invocation (function_id, started_at);

-- kind: 1 publish, 2 receive, 3 process, 4 settle, 5 dead-letter. message_key: hash of (queue, message id), or of the creation context when the span has no message id.
CREATE TABLE sighting (
    at              timestamptz NOT NULL,
    trace_id        uuid NOT NULL,
    span_id         bigint NOT NULL,
    message_key     uuid NOT NULL,
    context_trace_id uuid NOT NULL,
    context_span_id bigint NOT NULL,
    tenant_id       int NOT NULL,
    queue_id        int NOT NULL,
    function_id     int NOT NULL,
    batch_id        bigint NOT NULL,
    kind            smallint NOT NULL,
    ordinal         smallint NOT NULL,
    delivery_count  int NOT NULL,
    duration_us     bigint NOT NULL,
    enqueued_at     timestamptz,
    failed          boolean NOT NULL,
    in_batch        boolean NOT NULL,
    message_id      text NOT NULL,
    error_signature text NOT NULL,
    PRIMARY KEY (trace_id, span_id, kind, ordinal, tenant_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX sighting_message ON sighting (message_key);
-- Only those who wait for a publisher: a publish is found by its own span, the primary key.
CREATE INDEX sighting_context ON sighting (context_trace_id, context_span_id) WHERE kind <> 1;

CREATE TABLE span_link (
    at              timestamptz NOT NULL,
    trace_id        uuid NOT NULL,
    span_id         bigint NOT NULL,
    linked_trace_id uuid NOT NULL,
    linked_span_id  bigint NOT NULL,
    tenant_id       int NOT NULL,
    batch_id        bigint NOT NULL,
    in_batch        boolean NOT NULL,
    PRIMARY KEY (trace_id, span_id, linked_trace_id, linked_span_id, tenant_id, at)
) PARTITION BY RANGE (at);
CREATE INDEX span_link_target ON span_link (linked_trace_id);

-- scope: 1 joins, 2 invocation, 3 finds. Nothing is counted from these rows, so a key seen again with its trace may stand here twice: no unique index to pay for.
CREATE TABLE correlation_key (
    seen_on         date NOT NULL,
    key_hash        uuid NOT NULL,
    trace_id        uuid NOT NULL,
    tenant_id       int NOT NULL,
    batch_id        bigint NOT NULL,
    scope           smallint NOT NULL,
    first_at        timestamptz NOT NULL,
    name            text NOT NULL,
    value           text NOT NULL
) PARTITION BY RANGE (seen_on);
CREATE INDEX correlation_key_trace ON correlation_key (trace_id);
CREATE INDEX correlation_key_hash ON correlation_key (key_hash, trace_id);

CREATE TABLE metric_series (
    series_id       uuid NOT NULL,
    tenant_id       int NOT NULL,
    function_id     int NOT NULL,
    -- Set when the metric tells of a queue.
    queue_id        int,
    name            text NOT NULL,
    unit            text NOT NULL,
    kind            smallint NOT NULL,
    temporality     smallint NOT NULL,
    is_monotonic    boolean NOT NULL,
    attributes      jsonb NOT NULL,
    resource        jsonb NOT NULL,
    first_seen      timestamptz NOT NULL,
    PRIMARY KEY (series_id, tenant_id)
);
CREATE INDEX metric_series_name ON metric_series (tenant_id, name);

-- data: bounds and counts of histograms, quantiles of summaries, and exemplars, as packed little-endian doubles (docs/storage.md); null for plain numbers.
CREATE TABLE metric_point (
    at              timestamptz NOT NULL,
    series_id       uuid NOT NULL,
    tenant_id       int NOT NULL,
    batch_id        bigint NOT NULL,
    start_at        timestamptz,
    value           float8,
    count           bigint,
    sum             float8,
    min             float8,
    max             float8,
    data            bytea,
    exemplars       jsonb,
    PRIMARY KEY (series_id, at, tenant_id)
) PARTITION BY RANGE (at);
