DELETE FROM notification WHERE society = $society
