SELECT society FROM membership WHERE subject = $subject ORDER BY society
