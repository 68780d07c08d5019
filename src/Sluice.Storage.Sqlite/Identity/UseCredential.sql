UPDATE credential SET last_used_at = $at WHERE id = $id AND coalesce(last_used_at, 0) < $at
