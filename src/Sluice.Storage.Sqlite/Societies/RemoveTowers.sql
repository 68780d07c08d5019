DELETE FROM tower WHERE society = $society
