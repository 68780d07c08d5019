INSERT INTO notification (event, society, subject, channel, news, due_at, attempts)
VALUES ($event, $society, $subject, $channel, $news, $due_at, 0)
ON CONFLICT (event, subject, channel) DO NOTHING
