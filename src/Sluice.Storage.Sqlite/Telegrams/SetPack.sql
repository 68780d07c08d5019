UPDATE telegram_pack SET packed = ?2, keep = ?3 WHERE last_id = ?1
