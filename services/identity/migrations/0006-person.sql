CREATE TABLE person (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  name VARCHAR(120) NOT NULL,
  department_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  manager_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  state VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state_reason VARCHAR(500) NULL,
  rev INT UNSIGNED NOT NULL,
  password_hash VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NULL,
  password_set DATETIME(3) NULL,
  must_change TINYINT(1) NOT NULL,
  created DATETIME(3) NOT NULL,
  updated DATETIME(3) NOT NULL,
  UNIQUE KEY one_email (email),
  KEY by_name (name, id)
)
