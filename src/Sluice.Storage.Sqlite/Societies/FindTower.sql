SELECT name, lat, lng, floors, version FROM tower WHERE society = $society AND name = $name
