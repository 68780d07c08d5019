UPDATE meter SET status = $status, version = version + 1 WHERE id = $id
