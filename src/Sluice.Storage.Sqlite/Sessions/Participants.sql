SELECT subject, name, joined_at, left_at FROM session_participant WHERE session = $session ORDER BY place
