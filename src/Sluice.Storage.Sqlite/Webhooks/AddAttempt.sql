INSERT INTO webhook_attempt (delivery, number, at, took_ms, status, failure, detail, answer) VALUES ($delivery, $number, $at, $took_ms, $status, $failure, $detail, $answer)
