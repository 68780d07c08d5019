INSERT INTO follower (name, through) VALUES ($name, $through) ON CONFLICT (name) DO UPDATE SET through = excluded.through
