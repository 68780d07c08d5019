SELECT sequence, at, actor, actor_name, action, society, target, detail, origin, hash FROM audit WHERE sequence > $after ORDER BY sequence LIMIT $limit
