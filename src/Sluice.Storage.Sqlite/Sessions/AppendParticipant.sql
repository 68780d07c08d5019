INSERT INTO session_participant (session, place, subject, name, joined_at, left_at) VALUES ($session, $place, $subject, $name, $joined_at, $left_at)
