SELECT headers FROM learned_format ORDER BY learned_at, rowid
