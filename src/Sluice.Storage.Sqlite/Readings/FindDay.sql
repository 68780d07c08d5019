SELECT head, reading, at, total, total_scale, readings, last_heard, previous_day FROM meter_day WHERE society = ?1 AND day = ?2 AND heard = ?3
