DELETE FROM flat WHERE society = $society
