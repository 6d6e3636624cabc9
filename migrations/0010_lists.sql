-- What people look for among many: journeys in trouble, invocations that failed or started cold. Few rows each, so that they cost the writing next to nothing.
CREATE INDEX journey_trouble ON journey (tenant_id, started_at DESC, journey_id) WHERE status IN (3, 4);
CREATE INDEX invocation_failed ON invocation (function_id, started_at) WHERE outcome <> 0;
CREATE INDEX invocation_cold ON invocation (function_id, started_at) WHERE cold_start IN (1, 2);
