-- Exports that are made again and again.
CREATE TABLE export_schedule (
    id          TEXT    PRIMARY KEY,            -- UUID version 7
    society     TEXT    NOT NULL,
    body        TEXT    NOT NULL,               -- JSON of ExportSchedule
    last_due    INTEGER,                        -- Unix time, ms
    last_export TEXT
) WITHOUT ROWID;
CREATE INDEX export_schedule_society ON export_schedule (society);
