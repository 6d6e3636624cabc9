-- Tenants, dictionaries, and the ledger. Coordinator-local under Citus: small, or needing FOR UPDATE SKIP LOCKED.

CREATE TABLE tenant (
    tenant_id   int PRIMARY KEY,
    name        text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL
);

CREATE TABLE function (
    function_id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id   int NOT NULL,
    environment text NOT NULL,
    service     text NOT NULL,
    name        text NOT NULL,
    first_seen  timestamptz NOT NULL,
    UNIQUE (tenant_id, environment, service, name)
);

CREATE TABLE queue (
    queue_id            int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tenant_id           int NOT NULL,
    system              text NOT NULL,
    destination         text NOT NULL,
    is_dead_letter      boolean NOT NULL,
    dead_letter_of      int,
    first_seen          timestamptz NOT NULL,
    UNIQUE (tenant_id, system, destination)
);

-- One row per committed group of requests. state: 0 facts are packed here, 1 facts are stored and wait for correlation, 2 correlated, 3 set aside: its facts cannot be stored.
CREATE TABLE ledger_batch (
    batch_id        bigint NOT NULL,
    received_on     date NOT NULL,
    tenant_id       int NOT NULL,
    committed_at    timestamptz NOT NULL,
    state           smallint NOT NULL,
    spans           int NOT NULL,
    log_records     int NOT NULL,
    points          int NOT NULL,
    -- Event time range of the facts: bounds the partitions that correlation looks into. Null when the batch has no facts.
    facts_from      timestamptz,
    facts_until     timestamptz,
    -- The traces that have new facts; emptied once correlated.
    traces          uuid[] NOT NULL,
    -- Rows of the fact tables, packed; null once stored.
    facts           bytea,
    correlated_at   timestamptz,
    PRIMARY KEY (received_on, batch_id)
) PARTITION BY RANGE (received_on);
ALTER TABLE ledger_batch ALTER COLUMN facts SET STORAGE EXTERNAL;
CREATE INDEX ledger_batch_pending ON ledger_batch (tenant_id, state, batch_id) WHERE state < 2;
CREATE SEQUENCE batch_id;

-- One row per export request: a re-sent request finds itself here and stores nothing.
CREATE TABLE ledger_request (
    received_on     date NOT NULL,
    tenant_id       int NOT NULL,
    signal          smallint NOT NULL,
    body_hash       uuid NOT NULL,
    batch_id        bigint NOT NULL,
    records         int NOT NULL,
    PRIMARY KEY (body_hash, tenant_id, signal, received_on)
) PARTITION BY RANGE (received_on);

INSERT INTO tenant (tenant_id, name, created_at) VALUES (1, 'local', now());
