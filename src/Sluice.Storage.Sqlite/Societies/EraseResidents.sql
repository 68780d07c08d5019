DELETE FROM resident
WHERE society = $society AND ($tower IS NULL OR tower = $tower) AND ($flat IS NULL OR flat = $flat) AND ($before IS NULL OR moved_out < $before)
