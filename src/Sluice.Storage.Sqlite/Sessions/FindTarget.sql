SELECT ordinal, meter, tower, flat, place, floor, lat, lng, heard, heard_at, rssi, late, note, note_at, note_by, reading, reading_scale, photo, text
FROM session_target WHERE session = $session AND meter = $meter
