SELECT from_at FROM installation WHERE meter = $meter AND society = $society AND to_at IS NULL
