-- What was worked out for meters nobody could read. Never changed; a reading of the same day counts more.
CREATE TABLE estimate (
    id          INTEGER PRIMARY KEY,
    society     TEXT    NOT NULL,
    meter       INTEGER NOT NULL,               -- serial << 16 | maker
    at          INTEGER NOT NULL,               -- Unix time, ms, as all times
    total       INTEGER NOT NULL,               -- volume = total × 10^-total_scale m3
    total_scale INTEGER NOT NULL,
    method      INTEGER NOT NULL,               -- EstimateMethod
    "by"        TEXT    NOT NULL,
    made_at     INTEGER NOT NULL,
    UNIQUE (society, meter, at, total, total_scale)
);
