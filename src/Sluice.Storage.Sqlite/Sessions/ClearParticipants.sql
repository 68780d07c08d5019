DELETE FROM session_participant WHERE session = $session
