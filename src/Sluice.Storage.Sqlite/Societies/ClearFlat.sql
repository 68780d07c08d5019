DELETE FROM resident WHERE society = $society AND tower = $tower AND flat = $flat
