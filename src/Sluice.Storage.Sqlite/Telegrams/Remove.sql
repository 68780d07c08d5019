DELETE FROM telegram WHERE id = $id
