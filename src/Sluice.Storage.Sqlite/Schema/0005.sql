-- Reading rounds. Counts of a round's targets by state are kept in its row, changed in the transaction that changes the targets.
CREATE TABLE session (
    number        INTEGER PRIMARY KEY AUTOINCREMENT,
    id            BLOB    NOT NULL UNIQUE,          -- UUID, big-endian
    society       TEXT    NOT NULL,
    user          TEXT    NOT NULL,                 -- who started it
    mode          INTEGER NOT NULL,                 -- ScanMode
    name          TEXT    NOT NULL,
    status        INTEGER NOT NULL,                 -- SessionStatus
    started_at    INTEGER NOT NULL,                 -- Unix time, ms
    ended_at      INTEGER,
    active_since  INTEGER,
    active_before INTEGER NOT NULL,                 -- ms
    reason        TEXT    NOT NULL,
    version       INTEGER NOT NULL,
    missing       INTEGER NOT NULL,
    captured      INTEGER NOT NULL,
    decoded       INTEGER NOT NULL,
    suspicious    INTEGER NOT NULL,
    manual        INTEGER NOT NULL,
    unreadable    INTEGER NOT NULL,
    unlisted      INTEGER NOT NULL                  -- rows of session_heard
);
CREATE INDEX session_society ON session (society, number);

CREATE TABLE session_participant (
    session   INTEGER NOT NULL REFERENCES session (number),
    place     INTEGER NOT NULL,                     -- order of joining
    subject   TEXT    NOT NULL,
    name      TEXT    NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at   INTEGER,
    PRIMARY KEY (session, place)
) WITHOUT ROWID;
CREATE INDEX session_participant_subject ON session_participant (subject, session);

-- A round's targets lie together, in its order.
CREATE TABLE session_target (
    session    INTEGER NOT NULL REFERENCES session (number),
    ordinal    INTEGER NOT NULL,
    meter      INTEGER NOT NULL,                    -- MeterId.SortKey
    state      INTEGER NOT NULL,                    -- TargetState, from heard and note
    tower      TEXT    NOT NULL,
    flat       TEXT    NOT NULL,
    place      TEXT    NOT NULL,
    floor      INTEGER,
    lat        REAL,
    lng        REAL,
    heard      INTEGER NOT NULL,                    -- HeardState
    heard_at   INTEGER,
    rssi       INTEGER,
    late       INTEGER NOT NULL,
    note       INTEGER,                             -- NoteKind; null: no note
    note_at    INTEGER,
    note_by    TEXT,
    reading    INTEGER,                             -- typed reading = reading × 10^-reading_scale m3
    reading_scale INTEGER,
    photo      TEXT,
    text       TEXT,
    PRIMARY KEY (session, ordinal)
) WITHOUT ROWID;
CREATE UNIQUE INDEX session_target_meter ON session_target (session, meter);

-- Meters heard in a round that are not its targets.
CREATE TABLE session_heard (
    session  INTEGER NOT NULL REFERENCES session (number),
    meter    INTEGER NOT NULL,
    heard    INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at  INTEGER NOT NULL,
    rssi     INTEGER,
    PRIMARY KEY (session, meter)
) WITHOUT ROWID;
