DELETE FROM idempotent_answer WHERE lookup = $lookup
