-- Webhooks: who is told, what they are told, and what became of it. Times are Unix time, ms.
CREATE TABLE webhook_endpoint (
    id             BLOB    NOT NULL PRIMARY KEY,    -- UUID version 7
    society        TEXT    NOT NULL,
    url            TEXT    NOT NULL,
    description    TEXT    NOT NULL,
    types          TEXT    NOT NULL,                -- between commas
    enabled        INTEGER NOT NULL,
    off            INTEGER NOT NULL,                -- WebhookOff
    failing_since  INTEGER,
    created_at     INTEGER NOT NULL,
    created_by     TEXT    NOT NULL,
    secret         BLOB    NOT NULL,                -- sealed under the society's data key
    previous       BLOB,                            -- the secret before it, sealed
    previous_until INTEGER
) WITHOUT ROWID;
CREATE INDEX webhook_endpoint_society ON webhook_endpoint (society, id);

-- A message goes to several endpoints with the same bytes.
CREATE TABLE webhook_message (
    id      TEXT    NOT NULL UNIQUE,                -- the header webhook-id
    society TEXT    NOT NULL,
    type    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    body    BLOB    NOT NULL                        -- JSON, deflated
);

CREATE TABLE webhook_delivery (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    endpoint    BLOB    NOT NULL,
    message     TEXT    NOT NULL,
    society     TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    state       INTEGER NOT NULL,                   -- WebhookState
    attempts    INTEGER NOT NULL,
    tries       INTEGER NOT NULL,
    next_at     INTEGER,
    finished_at INTEGER,
    UNIQUE (endpoint, message)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, next_at, id) WHERE state = 0;
CREATE INDEX webhook_delivery_finished ON webhook_delivery (state, finished_at) WHERE state > 0;
CREATE INDEX webhook_delivery_message ON webhook_delivery (message);
CREATE INDEX webhook_delivery_log ON webhook_delivery (endpoint, id);

CREATE TABLE webhook_attempt (
    delivery INTEGER NOT NULL,
    number   INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    took_ms  INTEGER NOT NULL,
    status   INTEGER,
    failure  INTEGER NOT NULL,                      -- WebhookFailure
    detail   TEXT    NOT NULL,
    answer   TEXT    NOT NULL,
    PRIMARY KEY (delivery, number)
) WITHOUT ROWID;
