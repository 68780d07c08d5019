SELECT meter, tower, flat, place, from_at, to_at, first, first_scale, final, final_scale FROM installation WHERE society = $society AND tower = $tower AND flat = $flat ORDER BY from_at, sequence
