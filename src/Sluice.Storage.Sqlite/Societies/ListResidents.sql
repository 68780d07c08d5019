SELECT name, contact, moved_out FROM resident WHERE society = $society AND tower = $tower AND flat = $flat ORDER BY position
