DELETE FROM idempotent_answer WHERE id IN (
    SELECT id FROM (
        SELECT id, at, row_number() OVER newest AS place, sum(length(sealed)) OVER newest AS bytes
        FROM idempotent_answer WINDOW newest AS (ORDER BY id DESC))
    WHERE at < $not_before OR place > $answers OR bytes > $bytes)
