SELECT number, id, positions_gone FROM session
WHERE society = $society AND coalesce(ended_at, started_at) < $before
    AND EXISTS (SELECT 1 FROM reading INDEXED BY reading_session WHERE reading.session = session.id AND reading.sequence > session.positions_gone)
ORDER BY number
