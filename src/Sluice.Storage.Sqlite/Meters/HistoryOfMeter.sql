SELECT meter, tower, flat, place, from_at, to_at, first, first_scale, final, final_scale FROM installation WHERE meter = $meter AND society = $society ORDER BY from_at, sequence
