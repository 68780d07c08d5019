SELECT max(coalesce((SELECT max(id) FROM telegram), 0), coalesce((SELECT max(last_id) FROM telegram_pack), 0), coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'telegram'), 0))
