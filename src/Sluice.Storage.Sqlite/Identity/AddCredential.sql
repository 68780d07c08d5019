INSERT INTO credential (id, society, kind, name, hash, created_at, created_by, expires_at)
VALUES ($id, $society, $kind, $name, $hash, $created_at, $created_by, $expires_at)
