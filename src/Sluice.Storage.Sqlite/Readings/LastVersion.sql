SELECT max(version) FROM reading_version WHERE reading = $reading
