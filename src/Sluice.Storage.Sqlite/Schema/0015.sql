-- What happened, in order (rare things; readings are followed by their own sequence). Appended in the transaction of the change, trimmed by age.
CREATE TABLE event (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    society  TEXT,                              -- null: the installation
    type     TEXT    NOT NULL,                  -- EventTypes
    subject  TEXT    NOT NULL,                  -- id of the round, alert, job, meter
    at       INTEGER NOT NULL,                  -- Unix time, ms
    key      TEXT    UNIQUE,                    -- makes appending safe to repeat
    data     TEXT    NOT NULL                   -- JSON
);
CREATE INDEX event_society ON event (society, sequence);

-- Everything up to here was delivered by a follower.
CREATE TABLE follower (
    name    TEXT    PRIMARY KEY,
    through INTEGER NOT NULL
) WITHOUT ROWID;
