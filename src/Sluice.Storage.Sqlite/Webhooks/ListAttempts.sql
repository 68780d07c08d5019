SELECT number, at, took_ms, status, failure, detail, answer FROM webhook_attempt WHERE delivery = $delivery ORDER BY number
