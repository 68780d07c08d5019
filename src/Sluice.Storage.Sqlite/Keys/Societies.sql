SELECT society FROM data_key ORDER BY society
