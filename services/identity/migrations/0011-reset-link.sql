CREATE TABLE reset_link (
  token_hash CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  person_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  expires DATETIME(3) NOT NULL,
  KEY by_person (person_id)
)
