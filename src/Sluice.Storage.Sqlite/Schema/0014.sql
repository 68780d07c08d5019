-- What people want to be told, and what is to be told to them. Times are Unix time, ms; an empty society is the installation.
CREATE TABLE notification_preference (
    subject TEXT NOT NULL,
    society TEXT NOT NULL,
    chosen  TEXT NOT NULL,                          -- JSON
    PRIMARY KEY (society, subject)
) WITHOUT ROWID;

CREATE TABLE notification (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    event       TEXT    NOT NULL,
    society     TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    channel     TEXT    NOT NULL,
    news        TEXT    NOT NULL,                   -- JSON
    due_at      INTEGER NOT NULL,
    attempts    INTEGER NOT NULL,
    finished_at INTEGER,                            -- told, or given up
    UNIQUE (event, subject, channel)
);
CREATE INDEX notification_due ON notification (due_at, id) WHERE finished_at IS NULL;
CREATE INDEX notification_finished ON notification (finished_at) WHERE finished_at IS NOT NULL;
