SELECT id, society, subject, rule, severity, state, first_seen, last_seen, count, reason, history, quiet_until
FROM alert
WHERE society = $society AND id < $before AND ($state IS NULL OR state = $state) AND ($rule IS NULL OR rule = $rule) AND ($subject IS NULL OR subject = $subject)
ORDER BY id DESC LIMIT $limit
