-- Who owns which meter. Small beside telegrams and readings; found by name, so ordered by name.

CREATE TABLE society (
    id                      TEXT    PRIMARY KEY,
    name                    TEXT    NOT NULL,
    address                 TEXT    NOT NULL,
    time_zone               TEXT    NOT NULL,
    lat                     REAL,
    lng                     REAL,
    offline_keys            INTEGER NOT NULL,
    slot_minutes            INTEGER NOT NULL,
    round_telegram_days     INTEGER,            -- null: kept for good
    gateway_telegram_days   INTEGER,
    session_location_days   INTEGER,
    moved_out_resident_days INTEGER,
    created_at              INTEGER NOT NULL,   -- Unix time, ms
    version                 INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE tower (
    society TEXT    NOT NULL,
    name    TEXT    NOT NULL,
    lat     REAL,
    lng     REAL,
    floors  INTEGER,
    version INTEGER NOT NULL,
    PRIMARY KEY (society, name)
) WITHOUT ROWID;

CREATE TABLE flat (
    society TEXT    NOT NULL,
    tower   TEXT    NOT NULL,
    number  TEXT    NOT NULL,
    floor   INTEGER,
    type    TEXT    NOT NULL,
    lat     REAL,
    lng     REAL,
    version INTEGER NOT NULL,
    PRIMARY KEY (society, tower, number)
) WITHOUT ROWID;

-- Personal data, apart from everything else.
CREATE TABLE resident (
    society   TEXT    NOT NULL,
    tower     TEXT    NOT NULL,
    flat      TEXT    NOT NULL,
    position  INTEGER NOT NULL,
    name      TEXT    NOT NULL,
    contact   TEXT    NOT NULL,
    moved_out INTEGER,                          -- day number, 1 January 0001 is 0
    PRIMARY KEY (society, tower, flat, position)
) WITHOUT ROWID;

-- id: serial number × 65536 + maker.
CREATE TABLE meter (
    id          INTEGER PRIMARY KEY,
    society     TEXT    NOT NULL,
    tower       TEXT    NOT NULL,
    flat        TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    purpose     INTEGER NOT NULL,               -- MeterPurpose
    type        TEXT    NOT NULL,
    installed   INTEGER,                        -- day number, 1 January 0001 is 0
    lat         REAL,
    lng         REAL,
    status      INTEGER NOT NULL,               -- MeterStatus
    fingerprint TEXT,
    version     INTEGER NOT NULL
);
-- Each ends with the id, the order of every list.
CREATE INDEX meter_society ON meter (society, id);
CREATE INDEX meter_tower ON meter (society, tower, id);
CREATE INDEX meter_flat ON meter (society, tower, flat, id);
CREATE INDEX meter_status ON meter (society, status, id);

CREATE TABLE installation (
    sequence    INTEGER PRIMARY KEY,
    society     TEXT    NOT NULL,
    meter       INTEGER NOT NULL,
    tower       TEXT    NOT NULL,
    flat        TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    from_at     INTEGER NOT NULL,               -- Unix time, ms
    to_at       INTEGER,                        -- null: it still hangs there
    first       INTEGER,                        -- volume = first × 10^-first_scale m3
    first_scale INTEGER,
    final       INTEGER,
    final_scale INTEGER
);
CREATE INDEX installation_meter ON installation (meter, society);
CREATE INDEX installation_place ON installation (society, tower, flat);
