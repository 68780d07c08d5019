SELECT id, society, subject, rule, severity, state, first_seen, last_seen, count, reason, history, quiet_until FROM alert WHERE id = $id
