SELECT v.version, v.kind, v.total, v.target, v.quality, v.reasons, v."by", v.at, v.why, v.reading
FROM json_each($readings) j CROSS JOIN reading_version v ON v.reading = j.value
WHERE v.society = coalesce($society, v.society) AND v.version = (SELECT max(version) FROM reading_version WHERE reading = j.value)
