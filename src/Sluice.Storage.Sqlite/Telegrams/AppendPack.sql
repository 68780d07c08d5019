INSERT INTO telegram_pack (last_id, first_id, packed, keep) VALUES (?1, ?2, ?3, ?4)
