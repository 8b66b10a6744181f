CREATE TABLE data_key (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  purpose VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  wrapped VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created DATETIME(3) NOT NULL,
  KEY by_purpose (purpose, created)
)
