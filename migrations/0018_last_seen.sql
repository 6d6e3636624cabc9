-- When something told of it last: what nothing has told of for longer than its points, invocations or results are kept goes.
ALTER TABLE metric_series ADD COLUMN last_seen_on date NOT NULL DEFAULT current_date;
CREATE INDEX metric_series_last_seen ON metric_series (last_seen_on);
ALTER TABLE instance ADD COLUMN last_seen_on date NOT NULL DEFAULT current_date;
CREATE INDEX instance_last_seen ON instance (last_seen_on);
CREATE INDEX set_aside_key_last_seen ON set_aside_key (last_seen_at);
CREATE INDEX finding_until ON finding (until) WHERE until IS NOT NULL;
