SELECT total, total_scale, previous_day FROM meter_day WHERE society = $society AND day = $day AND heard = $heard
