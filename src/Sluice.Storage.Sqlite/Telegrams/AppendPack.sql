INSERT INTO telegram_pack (last_id, first_id, packed) VALUES (?1, ?2, ?3)
