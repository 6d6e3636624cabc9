-- Inits stand among the invocations (trigger 'init') and are few: what an invocation's cold start is looked for in.
CREATE INDEX invocation_init ON invocation (function_id, started_at) WHERE trigger = 'init';

-- A key set aside that is still seen is trouble; one that is not seen any more is history.
ALTER TABLE set_aside_key ADD COLUMN last_seen_at timestamptz;
UPDATE set_aside_key SET last_seen_at = set_aside_at;
ALTER TABLE set_aside_key ALTER COLUMN last_seen_at SET NOT NULL;
