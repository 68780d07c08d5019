SELECT id, society, subject, rule, severity, state, first_seen, last_seen, count, reason, history, quiet_until FROM alert WHERE society = $society AND subject = $subject AND rule = $rule
