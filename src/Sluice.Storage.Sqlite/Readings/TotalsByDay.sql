SELECT day, heard, total, total_scale, previous_day FROM meter_day WHERE society = $society AND day BETWEEN $first AND $last ORDER BY day, heard
