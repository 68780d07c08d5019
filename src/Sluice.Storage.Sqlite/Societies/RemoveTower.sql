DELETE FROM tower WHERE society = $society AND name = $name
