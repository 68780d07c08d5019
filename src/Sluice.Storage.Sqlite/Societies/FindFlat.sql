SELECT tower, number, floor, type, lat, lng, version FROM flat WHERE society = $society AND tower = $tower AND number = $number
