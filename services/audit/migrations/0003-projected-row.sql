INSERT INTO projected (id, leaves) VALUES (1, 0)
