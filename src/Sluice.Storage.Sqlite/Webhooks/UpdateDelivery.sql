UPDATE webhook_delivery SET state = $state, attempts = $attempts, tries = $tries, next_at = $next_at, finished_at = $finished_at WHERE id = $id
