WITH RECURSIVE chain (sequence, previous, at) AS (
    SELECT sequence, previous, at FROM reading WHERE sequence = ?1
    UNION ALL
    SELECT r.sequence, r.previous, r.at FROM chain JOIN reading r ON r.sequence = chain.sequence - chain.previous
)
SELECT at FROM chain
