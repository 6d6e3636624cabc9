-- The last minutes of one tenant, and which tenants have any: what detection looks at, over and over.
CREATE INDEX function_minute_recent ON function_minute (tenant_id, minute);
CREATE INDEX queue_minute_recent ON queue_minute (tenant_id, minute);
