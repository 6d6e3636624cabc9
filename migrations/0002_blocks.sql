-- Raw telemetry, packed. Found by time range and Bloom filter, or by trace through trace_block. Bodies are compressed already: EXTERNAL keeps Postgres from trying again.

-- block_id: batch_id * 2^20 + the number of the block in its batch.

CREATE TABLE span_block (
    received_on     date NOT NULL,
    block_id        bigint NOT NULL,
    tenant_id       int NOT NULL,
    batch_id        bigint NOT NULL,
    min_nano        bigint NOT NULL,
    max_nano        bigint NOT NULL,
    records         int NOT NULL,
    errors          int NOT NULL,
    functions       int[] NOT NULL,
    format          smallint NOT NULL,
    bloom           bytea NOT NULL,
    body            bytea NOT NULL,
    PRIMARY KEY (block_id, received_on)
) PARTITION BY RANGE (received_on);
ALTER TABLE span_block ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN bloom SET STORAGE EXTERNAL;
CREATE INDEX span_block_time ON span_block (tenant_id, max_nano, min_nano);

CREATE TABLE log_block (
    received_on     date NOT NULL,
    block_id        bigint NOT NULL,
    tenant_id       int NOT NULL,
    batch_id        bigint NOT NULL,
    min_nano        bigint NOT NULL,
    max_nano        bigint NOT NULL,
    records         int NOT NULL,
    errors          int NOT NULL,
    -- Bit n set: some record has severity n (0-24).
    severities      int NOT NULL,
    functions       int[] NOT NULL,
    format          smallint NOT NULL,
    bloom           bytea NOT NULL,
    body            bytea NOT NULL,
    PRIMARY KEY (block_id, received_on)
) PARTITION BY RANGE (received_on);
ALTER TABLE log_block ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN bloom SET STORAGE EXTERNAL;
CREATE INDEX log_block_time ON log_block (tenant_id, max_nano, min_nano);

-- Which blocks hold a trace. signal: 1 spans, 2 logs.
CREATE TABLE trace_block (
    trace_id        uuid NOT NULL,
    block_id        bigint NOT NULL,
    tenant_id       int NOT NULL,
    received_on     date NOT NULL,
    signal          smallint NOT NULL
) PARTITION BY RANGE (received_on);
CREATE INDEX trace_block_trace ON trace_block (trace_id);
