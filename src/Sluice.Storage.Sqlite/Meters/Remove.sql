DELETE FROM meter WHERE id = $id
