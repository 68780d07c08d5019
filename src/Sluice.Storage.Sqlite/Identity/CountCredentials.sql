SELECT count(*) FROM credential WHERE society = $society AND kind = $kind AND revoked_at IS NULL
