SELECT id, wrapped FROM data_key WHERE society = $society
