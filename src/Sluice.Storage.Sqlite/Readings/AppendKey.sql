INSERT INTO reading_key (slot, identity, reading) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING
