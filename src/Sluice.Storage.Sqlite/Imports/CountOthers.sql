SELECT count(*) FROM import_mapping WHERE society = $society AND name <> $name
