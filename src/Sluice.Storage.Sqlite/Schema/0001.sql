-- Time-ordered tables: rows are appended at the end, never in the middle (docs/adr/0002).

-- Every telegram as it came in. The verdict columns are empty until it was looked at.
CREATE TABLE telegram (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    received_at INTEGER NOT NULL,               -- Unix time, ms
    heard_at    INTEGER,                        -- Unix time, ms
    format      INTEGER NOT NULL,               -- FrameFormat
    rssi        INTEGER,                        -- dBm
    receiver    TEXT,
    bytes       BLOB    NOT NULL,
    state       INTEGER NOT NULL DEFAULT 0,     -- DecodeState
    meter       INTEGER,                        -- address as sort key: serial, maker, version, type; top bit flipped
    signature   INTEGER,
    layer       INTEGER,
    offset      INTEGER
);
-- Partial: a decoded telegram is in none of them.
CREATE INDEX telegram_pending ON telegram (id) WHERE state = 0;
CREATE INDEX telegram_lacking ON telegram (id) WHERE state IN (3, 4, 5);
CREATE INDEX telegram_lacking_key ON telegram (meter, id) WHERE state IN (3, 4);
CREATE INDEX telegram_lacking_format ON telegram (signature, id) WHERE state = 5;

CREATE TABLE telegram_count (
    state INTEGER PRIMARY KEY,
    n     INTEGER NOT NULL
);

-- One row per distinct telegram. previous chains the readings of a meter, newest first, so that history needs no second index.
CREATE TABLE reading (
    sequence     INTEGER PRIMARY KEY AUTOINCREMENT,
    meter        INTEGER NOT NULL,
    identity     INTEGER NOT NULL,
    telegram     INTEGER NOT NULL,
    at           INTEGER NOT NULL,              -- Unix time, ms
    session      INTEGER,
    total        INTEGER,                       -- volume = total × 10^-total_scale m3
    total_scale  INTEGER,
    target       INTEGER,
    target_scale INTEGER,
    status       TEXT,                          -- null: OK
    quality      INTEGER NOT NULL,
    reasons      TEXT,
    rssi         INTEGER,
    receiver     TEXT,
    seen_by      TEXT,                          -- JSON, null: only receiver
    previous     INTEGER
);

-- Finds repeats. Segments of 2^18 readings keep the pages being written few.
CREATE TABLE reading_identity (
    segment  INTEGER NOT NULL,
    identity INTEGER NOT NULL,
    reading  INTEGER NOT NULL,
    PRIMARY KEY (segment, identity)
) WITHOUT ROWID;

CREATE TABLE meter_latest (
    meter       INTEGER PRIMARY KEY,
    reading     INTEGER NOT NULL,               -- the one with the greatest time
    at          INTEGER NOT NULL,
    last_heard  INTEGER NOT NULL,
    head        INTEGER NOT NULL,               -- the one stored last
    readings    INTEGER NOT NULL,
    session     INTEGER,                        -- the greatest seen
    media       TEXT NOT NULL,
    driver      TEXT NOT NULL,
    name        TEXT NOT NULL
);

CREATE TABLE learned_format (
    headers    BLOB PRIMARY KEY,
    signature  INTEGER NOT NULL,
    learned_at INTEGER NOT NULL
);

-- Data keys, wrapped by the local key file; one per society ('' while there is one only).
CREATE TABLE data_key (
    id         INTEGER PRIMARY KEY,
    society    TEXT    NOT NULL UNIQUE,
    wrapped    BLOB    NOT NULL,
    created_at INTEGER NOT NULL
);

-- Meter keys in AES-256-GCM envelopes bound to society, maker, serial number and version. -1: any.
CREATE TABLE meter_key (
    id           INTEGER PRIMARY KEY,
    data_key     INTEGER NOT NULL REFERENCES data_key (id),
    serial       INTEGER NOT NULL,
    manufacturer INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    envelope     BLOB    NOT NULL,
    fingerprint  TEXT    NOT NULL,
    name         TEXT    NOT NULL,
    added_at     INTEGER NOT NULL,
    UNIQUE (data_key, serial, manufacturer, version)
);
