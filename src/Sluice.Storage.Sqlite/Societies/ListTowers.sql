SELECT name, lat, lng, floors, version FROM tower WHERE society = $society ORDER BY name
