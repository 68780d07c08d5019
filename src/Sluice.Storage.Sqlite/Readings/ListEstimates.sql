SELECT id, method, at, total, total_scale, "by", made_at FROM estimate WHERE society = $society AND meter = $meter AND at = coalesce($at, at) ORDER BY id DESC LIMIT $limit
