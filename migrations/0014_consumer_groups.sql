-- Who received the message: each consumer group, and each subscription of a topic, receives a copy of its own; empty when not told.
ALTER TABLE sighting ADD COLUMN consumer_group text NOT NULL DEFAULT '';
