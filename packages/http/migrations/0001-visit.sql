CREATE TABLE visit (
  session CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  page VARCHAR(60) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hour DATETIME NOT NULL,
  PRIMARY KEY (hour, session, page)
)
