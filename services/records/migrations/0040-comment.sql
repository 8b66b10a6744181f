CREATE TABLE comment (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  type VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  record_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  author CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  text MEDIUMTEXT NULL,
  mentions JSON NOT NULL,
  created DATETIME(3) NOT NULL,
  withdrawn DATETIME(3) NULL,
  KEY by_record (type, record_id, created, id)
)
