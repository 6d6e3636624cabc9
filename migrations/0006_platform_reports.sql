-- What a platform's own metrics (CloudWatch) report of a function or a queue, beside what its telemetry tells.
ALTER TABLE function_minute
    ADD COLUMN reported_throttles bigint NOT NULL DEFAULT 0,
    ADD COLUMN reported_dead_letter_errors bigint NOT NULL DEFAULT 0,
    ADD COLUMN reported_duration_us bigint NOT NULL DEFAULT 0,
    -- The highest of the minute; null when none came.
    ADD COLUMN concurrency float8,
    ADD COLUMN iterator_age_ms float8;

ALTER TABLE queue_minute
    ADD COLUMN reported_sent bigint NOT NULL DEFAULT 0,
    ADD COLUMN reported_received bigint NOT NULL DEFAULT 0,
    ADD COLUMN reported_deleted bigint NOT NULL DEFAULT 0;

-- The series is a platform's about function_id as a whole: not about one version of it, nor about all functions of the account.
ALTER TABLE metric_series ADD COLUMN of_function boolean NOT NULL DEFAULT false;
