SELECT meter, heard, first_at, last_at, rssi FROM session_heard WHERE session = $session AND meter > $after ORDER BY meter LIMIT $limit
