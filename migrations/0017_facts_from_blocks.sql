-- Facts are found in a batch's blocks when correlation takes it up. Batches that wait now have theirs there too.
-- state: 0 committed, its facts not looked for; 1 facts are stored and wait for correlation; 2 correlated; 3 set aside: its facts cannot be found or stored.
ALTER TABLE ledger_batch DROP COLUMN facts;
ALTER TABLE ledger_batch ALTER COLUMN traces SET DEFAULT '{}';
