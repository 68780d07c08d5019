INSERT INTO meter_day (society, day, heard, head, reading, at, total, total_scale, readings, last_heard, previous_day)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT DO UPDATE SET head = ?4, reading = ?5, at = ?6, total = ?7, total_scale = ?8, readings = ?9, last_heard = ?10, previous_day = ?11
