WITH RECURSIVE chain (sequence, previous) AS (
    SELECT sequence, previous FROM reading WHERE sequence = $head
    UNION ALL
    SELECT r.sequence, r.previous FROM chain JOIN reading r ON r.sequence = chain.sequence - chain.previous
)
SELECT r.at, r.total, r.total_scale, v.version, v.total
FROM chain CROSS JOIN reading r ON r.sequence = chain.sequence
LEFT JOIN reading_version v ON v.reading = r.sequence AND v.version = (SELECT max(version) FROM reading_version WHERE reading = r.sequence)
WHERE coalesce(v.quality, r.quality) <> $poor
