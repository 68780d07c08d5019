SELECT max(day, $first) AS from_day, sum(use), sum(meters) FROM society_use WHERE society = $society AND day <= $last GROUP BY from_day ORDER BY from_day
