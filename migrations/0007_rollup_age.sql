-- When a minute was first counted: a minute in the catch-all has an odd time, so its age is told by this.
ALTER TABLE function_minute ADD COLUMN counted_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE queue_minute ADD COLUMN counted_at timestamptz NOT NULL DEFAULT now();
