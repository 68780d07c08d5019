SELECT chosen FROM notification_preference WHERE society = $society ORDER BY subject
