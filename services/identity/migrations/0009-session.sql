CREATE TABLE session (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  sid_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  person_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created DATETIME(3) NOT NULL,
  seen DATETIME(3) NOT NULL,
  factor_at DATETIME(3) NULL,
  failed_codes INT UNSIGNED NOT NULL,
  UNIQUE KEY one_sid (sid_hash),
  KEY by_person (person_id)
)
