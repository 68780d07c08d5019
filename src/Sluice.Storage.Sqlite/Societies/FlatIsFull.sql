SELECT EXISTS (SELECT 1 FROM meter WHERE society = $society AND tower = $tower AND flat = $flat)
