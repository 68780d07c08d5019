INSERT INTO heard_meter (id, society, meter, clock_offset, newest_day, readings, media, driver, name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (id) DO UPDATE SET clock_offset = ?4, newest_day = ?5, readings = ?6, media = ?7, driver = ?8, name = ?9
