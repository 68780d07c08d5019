SELECT tower, number, floor, type, lat, lng, version FROM flat WHERE society = $society ORDER BY tower, number
