INSERT INTO idempotent_answer (lookup, at, sealed) VALUES ($lookup, $at, $sealed)
