-- What is forgotten after some time, found without looking at the rest. Telegrams archived before stay for good.

-- The society whose round or gateway it was (word), times four, plus what it is: 1 of a round with positions, 2 of a round, 3 of a gateway. Null: kept for good.
ALTER TABLE telegram ADD COLUMN keep INTEGER;
CREATE INDEX telegram_keep ON telegram (keep, received_at) WHERE keep IS NOT NULL;
ALTER TABLE telegram_pack ADD COLUMN keep INTEGER;
CREATE INDEX telegram_pack_keep ON telegram_pack (keep, last_id) WHERE keep IS NOT NULL;

-- The positions of the round's readings up to this one are forgotten.
ALTER TABLE session ADD COLUMN positions_gone INTEGER NOT NULL DEFAULT 0;
