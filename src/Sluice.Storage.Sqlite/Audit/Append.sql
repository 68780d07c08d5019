INSERT INTO audit (sequence, at, actor, actor_name, action, society, target, detail, origin, hash)
VALUES ($sequence, $at, $actor, $actor_name, $action, $society, $target, $detail, $origin, $hash)
