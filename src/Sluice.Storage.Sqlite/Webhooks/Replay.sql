UPDATE webhook_delivery SET state = 0, tries = 0, next_at = $now, finished_at = NULL
WHERE endpoint = $endpoint AND society = $society AND state > 0 AND ($delivery IS NULL OR id = $delivery) AND (NOT $dead_only OR state = 2)
    AND created_at >= $from AND created_at < $to
