CREATE TABLE history (
  type VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  record_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  rev INT UNSIGNED NOT NULL,
  time DATETIME(3) NOT NULL,
  actor CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason VARCHAR(500) NULL,
  changes JSON NOT NULL,
  PRIMARY KEY (type, record_id, rev)
)
