SELECT body FROM import_mapping WHERE society = $society ORDER BY name
