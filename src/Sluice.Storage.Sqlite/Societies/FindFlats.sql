SELECT f.tower, f.number, f.floor, f.type, f.lat, f.lng, f.version
FROM json_each($places) j CROSS JOIN flat f ON f.society = $society AND f.tower = (j.value ->> 0) AND f.number = (j.value ->> 1)
