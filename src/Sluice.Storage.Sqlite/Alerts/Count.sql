SELECT rule, state, count(*) FROM alert WHERE society = $society AND state < 2 GROUP BY rule, state ORDER BY rule, state
