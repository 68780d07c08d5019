UPDATE session SET missing = $missing, captured = $captured, decoded = $decoded, suspicious = $suspicious, manual = $manual, unreadable = $unreadable, unlisted = $unlisted
WHERE number = $number
