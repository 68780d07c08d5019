SELECT meter, tower, flat, place, from_at, to_at, first, first_scale, final, final_scale FROM installation
WHERE society = $society AND from_at >= $from AND from_at < $to ORDER BY from_at, sequence
