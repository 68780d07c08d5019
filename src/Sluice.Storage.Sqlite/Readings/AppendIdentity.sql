INSERT INTO reading_identity (segment, identity, reading) VALUES ($segment, $identity, $reading)
