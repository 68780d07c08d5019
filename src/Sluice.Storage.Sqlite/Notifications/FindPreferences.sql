SELECT chosen FROM notification_preference WHERE society = $society AND subject = $subject
