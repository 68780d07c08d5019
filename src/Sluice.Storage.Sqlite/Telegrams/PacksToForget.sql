SELECT last_id, first_id, packed FROM telegram_pack WHERE keep = $keep ORDER BY last_id LIMIT $limit
