-- Days whose blocks were packed anew. Bytes are those of bodies and filters, spans and logs together.
CREATE TABLE sealed_day (
    received_on     date PRIMARY KEY,
    sealed_at       timestamptz NOT NULL,
    blocks_before   bigint NOT NULL,
    blocks_after    bigint NOT NULL,
    records         bigint NOT NULL,
    bytes_before    bigint NOT NULL,
    bytes_after     bigint NOT NULL
);
