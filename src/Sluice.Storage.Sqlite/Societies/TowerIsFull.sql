SELECT EXISTS (SELECT 1 FROM flat WHERE society = $society AND tower = $tower) OR EXISTS (SELECT 1 FROM meter WHERE society = $society AND tower = $tower)
