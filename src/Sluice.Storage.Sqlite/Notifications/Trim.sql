DELETE FROM notification WHERE finished_at < $before
