UPDATE webhook_delivery SET state = 2, next_at = NULL, finished_at = $at WHERE endpoint = $endpoint AND state = 0
