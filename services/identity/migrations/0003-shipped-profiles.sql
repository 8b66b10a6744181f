INSERT INTO profile (id, name, shipped, stands_alone, rev) VALUES
  ('administrator', 'Administrator', 1, 0, 1),
  ('isms-manager', 'ISMS manager', 1, 0, 1),
  ('top-management', 'Top management', 1, 0, 1),
  ('employee', 'Employee', 1, 0, 1),
  ('auditor', 'Auditor', 1, 1, 1),
  ('supplier', 'Supplier', 1, 1, 1)
