INSERT INTO lane (id, epoch, events, audit) VALUES (1, 1, 0, 0)
