SELECT sequence, at, actor, actor_name, action, society, target, detail, origin, hash FROM audit WHERE sequence < $before ORDER BY sequence DESC LIMIT $limit
