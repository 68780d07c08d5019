DELETE FROM notification_preference WHERE society = $society
