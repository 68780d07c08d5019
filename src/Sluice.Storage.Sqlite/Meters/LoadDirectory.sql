SELECT id, society, status FROM meter
