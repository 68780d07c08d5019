-- Telegrams that wait for a key (3, 4), a format (5), the registration of their meter (8) or another deliverer (9).
DROP INDEX telegram_lacking;
DROP INDEX telegram_lacking_key;
CREATE INDEX telegram_lacking ON telegram (id) WHERE state IN (3, 4, 5, 8, 9);
CREATE INDEX telegram_lacking_meter ON telegram (meter, id) WHERE state IN (3, 4, 8, 9);
