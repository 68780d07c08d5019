-- Work in the background.
CREATE TABLE job (
    id               BLOB    NOT NULL PRIMARY KEY,      -- UUID version 7, big-endian: sorts by time
    society          TEXT    NOT NULL,                  -- '': the installation
    kind             TEXT    NOT NULL,
    request          TEXT    NOT NULL,                  -- JSON
    state            INTEGER NOT NULL,                  -- JobState
    done             INTEGER NOT NULL,
    total            INTEGER NOT NULL,
    progress_text    TEXT,
    created_by       TEXT    NOT NULL,
    created_at       INTEGER NOT NULL,                  -- Unix time, ms
    started_at       INTEGER,
    finished_at      INTEGER,
    cancel_requested INTEGER NOT NULL,
    checkpoint       TEXT,                              -- JSON
    result           TEXT,                              -- JSON
    error_code       TEXT,
    error_message    TEXT,
    attempt          INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX job_society ON job (society, id);
CREATE INDEX job_unfinished ON job (id) WHERE state < 2;
CREATE INDEX job_finished ON job (finished_at) WHERE finished_at IS NOT NULL;

-- Column mappings people made for their own sheets.
CREATE TABLE import_mapping (
    society    TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    body       TEXT    NOT NULL,                        -- JSON
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (society, name)
) WITHOUT ROWID;
