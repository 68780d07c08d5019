SELECT id FROM telegram WHERE id BETWEEN $first AND $last
