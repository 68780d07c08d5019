UPDATE alert
SET state = $state, first_seen = $first_seen, last_seen = $last_seen, count = $count, history = $history, quiet_until = $quiet_until
WHERE id = $id
