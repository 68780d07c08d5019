UPDATE credential SET revoked_at = coalesce(revoked_at, $at) WHERE id = $id AND society = $society AND kind = $kind
