SELECT s.id, t.meter
FROM json_each($ids) j CROSS JOIN session s ON s.id = unhex(j.value) LEFT JOIN session_target t ON t.session = s.number
WHERE s.society = $society
ORDER BY s.number, t.ordinal
