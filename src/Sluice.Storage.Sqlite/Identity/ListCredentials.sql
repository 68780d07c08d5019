SELECT id, society, kind, name, created_at, created_by, expires_at, last_used_at, revoked_at, hash FROM credential
WHERE society = $society AND kind = $kind ORDER BY created_at, id
