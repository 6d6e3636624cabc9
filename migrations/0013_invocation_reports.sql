-- What platforms report of invocations. A report has a row of its own (is_report, trigger 'report'); the one that stands for an invocation whose span never came has another trigger.
ALTER TABLE invocation
    ADD COLUMN is_report boolean NOT NULL DEFAULT false,
    -- 0: not told.
    ADD COLUMN billed_us bigint NOT NULL DEFAULT 0,
    ADD COLUMN memory_bytes bigint NOT NULL DEFAULT 0,
    ADD COLUMN memory_used_bytes bigint NOT NULL DEFAULT 0;
CREATE INDEX invocation_report ON invocation (invocation_id) WHERE is_report;
