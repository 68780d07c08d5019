SELECT sealed FROM idempotent_answer WHERE lookup = $lookup AND at >= $not_before
