SELECT meter, heard, first_at, last_at, rssi FROM session_heard WHERE session = $session AND meter = $meter
