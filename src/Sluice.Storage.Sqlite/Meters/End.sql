UPDATE installation SET to_at = $to_at, final = $final, final_scale = $final_scale WHERE meter = $meter AND society = $society AND to_at IS NULL
