SELECT state FROM telegram WHERE id = $id
