SELECT ordinal, meter, tower, flat, place, floor, lat, lng, heard, heard_at, rssi, late, note, note_at, note_by, reading, reading_scale, photo, text
FROM session_target
WHERE session = $session AND ordinal > $after AND ($state IS NULL OR state = $state) AND ($tower IS NULL OR tower = $tower) AND ($flat IS NULL OR flat = $flat)
ORDER BY ordinal LIMIT $limit
