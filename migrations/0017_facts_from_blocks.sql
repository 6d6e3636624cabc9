-- Facts are found in a batch's blocks when correlation takes it up. Batches that wait now have theirs there too.
-- state: 0 committed, its facts not looked for; 1 facts are stored and wait for correlation; 2 correlated; 3 set aside: its facts cannot be found or stored.
ALTER TABLE ledger_batch DROP COLUMN facts;
ALTER TABLE ledger_batch ALTER COLUMN traces SET DEFAULT '{}';
-- How many blocks hold its spans and its log records: with its own id that gives theirs.
ALTER TABLE ledger_batch ADD COLUMN span_blocks int NOT NULL DEFAULT 0, ADD COLUMN log_blocks int NOT NULL DEFAULT 0;
UPDATE ledger_batch AS b SET
    span_blocks = (
        SELECT count(*) FROM span_block AS s
        WHERE s.received_on = b.received_on AND s.block_id >= b.batch_id << 20 AND s.block_id < (b.batch_id + 1) << 20),
    log_blocks = (
        SELECT count(*) FROM log_block AS l
        WHERE l.received_on = b.received_on AND l.block_id >= b.batch_id << 20 AND l.block_id < (b.batch_id + 1) << 20)
WHERE state = 0;
