UPDATE job SET state = $state, done = $done, total = $total, progress_text = $progress_text, started_at = $started_at, finished_at = $finished_at,
    cancel_requested = $cancel_requested, checkpoint = $checkpoint, result = $result, error_code = $error_code, error_message = $error_message, attempt = $attempt
WHERE id = $id AND society = $society
