UPDATE session_target SET state = $state, heard = $heard, heard_at = $heard_at, rssi = $rssi, late = $late, note = $note, note_at = $note_at, note_by = $note_by,
    reading = $reading, reading_scale = $reading_scale, photo = $photo, text = $text
WHERE session = $session AND ordinal = $ordinal
