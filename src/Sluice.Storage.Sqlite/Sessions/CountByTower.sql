SELECT tower, '', sum(state = 0), sum(state = 1), sum(state = 2), sum(state = 3), sum(state = 4), sum(state = 5)
FROM session_target WHERE session = $session
GROUP BY tower ORDER BY min(ordinal)
