-- Journeys of functions and queues that take part in few: without these, all journeys are looked at. What waits to be put in order is looked through by every search, hence little of it.
CREATE INDEX journey_functions ON journey USING gin (functions) WITH (gin_pending_list_limit = 256);
CREATE INDEX journey_queues ON journey USING gin (queues) WITH (gin_pending_list_limit = 256);

-- All journeys but the completed ones: those in flight are as few as those in trouble, and are looked for with them.
CREATE INDEX journey_unfinished ON journey (tenant_id, started_at DESC, journey_id) WHERE status <> 2;
DROP INDEX journey_trouble;
