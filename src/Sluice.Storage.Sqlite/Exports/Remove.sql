DELETE FROM export_schedule WHERE id = $id AND society = $society
