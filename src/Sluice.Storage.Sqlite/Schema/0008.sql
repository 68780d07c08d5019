-- The audit log, and answers kept for repeated requests.

-- The audit log. Entries are only ever added, at the end, by whoever writes SQL here; the hash chain shows who got round that.
CREATE TABLE audit (
    sequence   INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,                -- Unix time, ms
    actor      TEXT    NOT NULL,
    actor_name TEXT    NOT NULL,
    action     TEXT    NOT NULL,
    society    TEXT,                            -- null: the installation
    target     TEXT    NOT NULL,
    detail     TEXT    NOT NULL,
    origin     TEXT,                            -- the address it came from
    hash       BLOB    NOT NULL
);
CREATE INDEX audit_society ON audit (society, sequence) WHERE society IS NOT NULL;

CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_at_the_end BEFORE INSERT ON audit WHEN NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM audit)
BEGIN SELECT raise(ABORT, 'the audit log grows at its end'); END;

-- Answers kept for a day under a client's Idempotency-Key, sealed with a key made from that key: whoever has only the file can read none.
CREATE TABLE idempotent_answer (
    id     INTEGER PRIMARY KEY AUTOINCREMENT,
    lookup BLOB    NOT NULL UNIQUE,
    at     INTEGER NOT NULL,                    -- Unix time, ms
    sealed BLOB    NOT NULL
);
