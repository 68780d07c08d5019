-- Who belongs to which society. The role comes from the identity provider.
CREATE TABLE membership (
    subject TEXT NOT NULL,
    society TEXT NOT NULL,
    PRIMARY KEY (subject, society)
) WITHOUT ROWID;
CREATE INDEX membership_society ON membership (society, subject);

-- API keys and gateways' credentials. The secret is 256 random bits, so a plain SHA-256 of it is enough.
CREATE TABLE credential (
    id           TEXT    PRIMARY KEY,
    society      TEXT    NOT NULL,
    kind         INTEGER NOT NULL,              -- CredentialKind
    name         TEXT    NOT NULL,
    hash         BLOB    NOT NULL,
    created_at   INTEGER NOT NULL,              -- Unix time, ms, as all times
    created_by   TEXT    NOT NULL,
    expires_at   INTEGER,
    last_used_at INTEGER,
    revoked_at   INTEGER
) WITHOUT ROWID;
CREATE INDEX credential_society ON credential (society, kind, created_at, id);
