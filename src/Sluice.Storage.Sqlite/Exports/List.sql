SELECT body, last_due, last_export FROM export_schedule WHERE society = $society ORDER BY id
