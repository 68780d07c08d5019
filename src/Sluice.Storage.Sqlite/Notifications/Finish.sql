UPDATE notification SET finished_at = $now WHERE id = $id
