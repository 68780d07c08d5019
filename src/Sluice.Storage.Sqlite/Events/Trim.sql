DELETE FROM event WHERE sequence IN (SELECT sequence FROM event
    WHERE sequence < coalesce((SELECT sequence FROM event WHERE at >= $before ORDER BY sequence LIMIT 1), 9223372036854775807) ORDER BY sequence LIMIT $limit)
