-- What the rules remember of a meter, as MeterHistory writes it.
CREATE TABLE meter_history (
    meter   INTEGER PRIMARY KEY,             -- serial << 16 | maker
    history BLOB NOT NULL
);

-- One row per society, subject (meter or gateway) and rule.
CREATE TABLE alert (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    society     TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    rule        INTEGER NOT NULL,               -- RuleId
    severity    INTEGER NOT NULL,               -- AlertSeverity
    state       INTEGER NOT NULL,               -- AlertState
    first_seen  INTEGER NOT NULL,               -- Unix time, ms, as all times
    last_seen   INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    reason      TEXT    NOT NULL,
    history     TEXT    NOT NULL,               -- JSON
    quiet_until INTEGER,
    UNIQUE (society, subject, rule)
);
CREATE INDEX alert_society ON alert (society, id);
CREATE INDEX alert_open ON alert (society, rule, state) WHERE state < 2;

-- What a society changed about the rules, as JSON.
CREATE TABLE society_rules (
    society  TEXT    PRIMARY KEY,
    version  INTEGER NOT NULL,
    settings TEXT    NOT NULL
) WITHOUT ROWID;

-- What people made of a reading: version 1 is the reading itself, and these come after it. Never changed.
CREATE TABLE reading_version (
    reading INTEGER NOT NULL,
    version INTEGER NOT NULL,
    society TEXT    NOT NULL,
    kind    INTEGER NOT NULL,                   -- VersionKind
    total   TEXT,                               -- decimal, m3
    target  TEXT,
    quality INTEGER NOT NULL,
    reasons TEXT    NOT NULL,
    "by"    TEXT    NOT NULL,
    at      INTEGER NOT NULL,
    why     TEXT    NOT NULL,
    PRIMARY KEY (reading, version)
) WITHOUT ROWID;
