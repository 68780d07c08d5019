INSERT INTO alert (society, subject, rule, severity, state, first_seen, last_seen, count, reason, history, quiet_until)
VALUES ($society, $subject, $rule, $severity, $state, $first_seen, $last_seen, $count, $reason, $history, $quiet_until)
RETURNING id
