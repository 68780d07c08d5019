UPDATE meter SET fingerprint = $fingerprint WHERE id = $id AND society = $society
