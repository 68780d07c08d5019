DELETE FROM job WHERE id = $id AND society = $society
