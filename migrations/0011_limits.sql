-- Null: what the configuration says for all; 0: no limit.
ALTER TABLE tenant
    ADD COLUMN requests_per_second  int,
    ADD COLUMN bytes_per_second     bigint,
    ADD COLUMN bytes_per_month      bigint;

-- What each tenant sent on a day (UTC), added to every few seconds by every server.
CREATE TABLE tenant_usage (
    tenant_id       int NOT NULL,
    day             date NOT NULL,
    requests        bigint NOT NULL,
    -- After decompression.
    bytes           bigint NOT NULL,
    spans           bigint NOT NULL,
    log_records     bigint NOT NULL,
    points          bigint NOT NULL,
    -- Refused by a limit or the quota.
    refused         bigint NOT NULL,
    PRIMARY KEY (tenant_id, day)
);
