-- Telegrams and readings in one commit, found again without a random index per row (docs/adr/0010).

-- Texts that come again and again, as small numbers: societies, receivers, info codes, reasons, media, drivers, names.
CREATE TABLE word (
    id   INTEGER PRIMARY KEY,
    text TEXT    NOT NULL UNIQUE
);
INSERT INTO word (text)
    SELECT 'default' UNION SELECT receiver FROM reading WHERE receiver IS NOT NULL UNION SELECT status FROM reading WHERE status IS NOT NULL
    UNION SELECT reasons FROM reading WHERE reasons IS NOT NULL UNION SELECT media FROM meter_latest UNION SELECT driver FROM meter_latest UNION SELECT name FROM meter_latest;

-- Own rows have the telegrams that gave no reading at first, with who delivered them; the others are packed, one row per delivery.
ALTER TABLE telegram ADD COLUMN society INTEGER;        -- word: of the meter
ALTER TABLE telegram ADD COLUMN context TEXT;           -- JSON, null: nothing to say
DROP INDEX telegram_lacking;
DROP INDEX telegram_lacking_key;
CREATE INDEX telegram_lacking ON telegram (id) WHERE state IN (3, 4, 5, 8, 9);
CREATE INDEX telegram_lacking_meter ON telegram (meter, id) WHERE state IN (3, 4, 8, 9);
CREATE INDEX telegram_undecoded ON telegram (society, id) WHERE state > 2 AND society IS NOT NULL;
CREATE TABLE telegram_pack (
    last_id  INTEGER PRIMARY KEY,
    first_id INTEGER NOT NULL,
    packed   BLOB    NOT NULL
);

-- A meter as a society heard it. Its newest day is in meter_day and holds what changes with every telegram.
CREATE TABLE heard_meter (
    id           INTEGER PRIMARY KEY,
    society      INTEGER NOT NULL,              -- word
    meter        INTEGER NOT NULL,              -- serial << 16 | maker
    clock_offset INTEGER,                       -- minutes from the meter's own count to Unix time, fixed when it was first heard; null without session numbers
    newest_day   INTEGER NOT NULL,
    readings     INTEGER NOT NULL,              -- of all days but the newest
    media        INTEGER NOT NULL,              -- word
    driver       INTEGER NOT NULL,              -- word
    name         INTEGER NOT NULL,              -- word
    UNIQUE (society, meter)
);
INSERT INTO heard_meter (society, meter, clock_offset, newest_day, readings, media, driver, name)
    SELECT (SELECT id FROM word WHERE text = 'default'), key, NULL, 0, 0,
           (SELECT id FROM word WHERE text = max_media), (SELECT id FROM word WHERE text = max_driver), (SELECT id FROM word WHERE text = max_name)
    FROM (SELECT ((meter >> 16) + 0x800000000000) & 0xFFFFFFFFFFFF AS key, max(at), media AS max_media, driver AS max_driver, name AS max_name
          FROM meter_latest GROUP BY 1);

ALTER TABLE reading RENAME TO old_reading;
CREATE TABLE reading (
    sequence     INTEGER PRIMARY KEY,
    heard        INTEGER NOT NULL,              -- heard_meter
    type         INTEGER NOT NULL,              -- version << 8 | device type
    identity     INTEGER NOT NULL,
    telegram     INTEGER NOT NULL,
    at           INTEGER NOT NULL,              -- Unix time, ms
    day          INTEGER NOT NULL,              -- days since 1970 in the society's time zone
    number       INTEGER,                       -- the link layer's session number
    total        INTEGER,                       -- volume = total × 10^-total_scale m3
    total_scale  INTEGER,
    target       INTEGER,
    target_scale INTEGER,
    target_date  INTEGER,                       -- days since 1970; null: not said
    status       INTEGER,                       -- word; null: OK
    quality      INTEGER NOT NULL,
    reasons      INTEGER,                       -- word
    rssi         INTEGER,
    receiver     INTEGER,                       -- word
    seen_by      TEXT,                          -- JSON, null: only receiver
    session      BLOB,                          -- the round, UUID
    lat          REAL,
    lng          REAL,
    previous     INTEGER,                       -- sequence minus that of the reading before of this meter and day
    society_back INTEGER                        -- sequence minus that of the reading before of this society
);
CREATE INDEX reading_session ON reading (session) WHERE session IS NOT NULL;
INSERT INTO reading
    SELECT sequence, h.id, r.meter & 0xFFFF, identity, telegram, at, day, number, total, total_scale, target, target_scale, NULL,
           (SELECT id FROM word WHERE text = status), quality, (SELECT id FROM word WHERE text = reasons), rssi, (SELECT id FROM word WHERE text = receiver), seen_by,
           NULL, NULL, NULL,
           sequence - lag(sequence) OVER (PARTITION BY h.id, day ORDER BY sequence), sequence - lag(sequence) OVER (ORDER BY sequence)
    FROM (SELECT sequence, meter, ((meter >> 16) + 0x800000000000) & 0xFFFFFFFFFFFF AS key, identity, telegram, at,
                 (at + 19800000) / 86400000 AS day, session AS number, total, total_scale, target, target_scale, status, quality, reasons, rssi, receiver, seen_by
          FROM old_reading) r
    JOIN heard_meter h ON h.meter = r.key
    ORDER BY sequence;

-- One row per meter and day with readings: what the day ends with, and the way to its readings. Today's rows lie together.
CREATE TABLE meter_day (
    society      INTEGER NOT NULL,              -- word
    day          INTEGER NOT NULL,
    heard        INTEGER NOT NULL,
    head         INTEGER NOT NULL,              -- the reading stored last
    reading      INTEGER NOT NULL,              -- the reading with the greatest time
    at           INTEGER NOT NULL,              -- its time
    total        INTEGER,                       -- its volume
    total_scale  INTEGER,
    readings     INTEGER NOT NULL,
    last_heard   INTEGER NOT NULL,              -- repeats included, noted while this was the newest day
    previous_day INTEGER,                       -- the meter's day with readings before this one
    PRIMARY KEY (society, day, heard)
) WITHOUT ROWID;
INSERT INTO meter_day
    SELECT h.society, g.day, g.heard, g.head, r.sequence, r.at, r.total, r.total_scale, g.n, r.at, lag(g.day) OVER (PARTITION BY g.heard ORDER BY g.day)
    FROM (SELECT heard, day, max(sequence) AS head, count(*) AS n FROM reading GROUP BY heard, day) g
    JOIN (SELECT sequence, heard, day, at, total, total_scale, row_number() OVER (PARTITION BY heard, day ORDER BY at DESC, sequence DESC) AS rank FROM reading) r
        ON r.heard = g.heard AND r.day = g.day AND r.rank = 1
    JOIN heard_meter h ON h.id = g.heard;
UPDATE heard_meter SET
    newest_day = (SELECT max(day) FROM meter_day d WHERE d.heard = heard_meter.id),
    readings = (SELECT count(*) FROM reading r WHERE r.heard = heard_meter.id)
        - (SELECT d.readings FROM meter_day d WHERE d.heard = heard_meter.id ORDER BY day DESC LIMIT 1),
    clock_offset = (SELECT (at / 60000) - ((number >> 4) & 0x1FFFFFF) FROM reading r WHERE r.heard = heard_meter.id AND number IS NOT NULL ORDER BY sequence LIMIT 1);
UPDATE meter_day SET last_heard = max(last_heard, (SELECT max(l.last_heard) FROM meter_latest l JOIN heard_meter h ON h.meter = ((l.meter >> 16) + 0x800000000000) & 0xFFFFFFFFFFFF
        WHERE h.id = meter_day.heard))
    WHERE day = (SELECT newest_day FROM heard_meter h WHERE h.id = meter_day.heard);

-- Finds repeats. The slot is a quarter of an hour of the meter's own clock, the same for every repeat however late it comes, so inserts touch few pages.
-- Readings without session number are in segments of 2^18 instead: slot -1 - sequence / 2^18.
CREATE TABLE reading_key (
    slot     INTEGER NOT NULL,
    identity INTEGER NOT NULL,
    reading  INTEGER NOT NULL,
    PRIMARY KEY (slot, identity)
) WITHOUT ROWID;
INSERT INTO reading_key
    SELECT CASE WHEN number IS NULL THEN -1 - (sequence >> 18) ELSE max(0, ((number >> 4) & 0x1FFFFFF) + clock_offset) / 15 END, identity, sequence
    FROM reading JOIN heard_meter ON heard_meter.id = heard ORDER BY 1, 2;

-- The reading stored last of each society: reading.society_back leads from there to the others.
CREATE TABLE heard_society (
    society  INTEGER PRIMARY KEY,               -- word
    head     INTEGER NOT NULL,
    readings INTEGER NOT NULL
);
INSERT INTO heard_society SELECT (SELECT id FROM word WHERE text = 'default'), max(sequence), count(*) FROM reading HAVING count(*) > 0;

-- What gateways heard of a meter, kept or not.
CREATE TABLE reception (
    heard     INTEGER NOT NULL,
    receiver  INTEGER NOT NULL,                 -- word
    telegrams INTEGER NOT NULL,
    last_at   INTEGER NOT NULL,
    best_rssi INTEGER,
    PRIMARY KEY (heard, receiver)
) WITHOUT ROWID;

DROP TABLE old_reading;
DROP TABLE reading_identity;
DROP TABLE meter_latest;
