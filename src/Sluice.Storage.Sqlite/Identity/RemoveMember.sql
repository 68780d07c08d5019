DELETE FROM membership WHERE subject = $subject AND society = $society
