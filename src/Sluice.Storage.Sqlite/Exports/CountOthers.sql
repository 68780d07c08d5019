SELECT count(*) FROM export_schedule WHERE society = $society AND id <> $id
