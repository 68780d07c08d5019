SELECT id FROM word WHERE text = ?1
