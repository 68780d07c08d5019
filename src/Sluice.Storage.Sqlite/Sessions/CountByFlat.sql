SELECT tower, flat, sum(state = 0), sum(state = 1), sum(state = 2), sum(state = 3), sum(state = 4), sum(state = 5)
FROM session_target WHERE session = $session AND ($tower IS NULL OR tower = $tower)
GROUP BY tower, flat ORDER BY min(ordinal)
