DELETE FROM data_key WHERE society = $society
