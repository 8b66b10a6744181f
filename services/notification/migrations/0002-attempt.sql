CREATE TABLE attempt (
  mail_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  n INT UNSIGNED NOT NULL,
  started DATETIME(3) NOT NULL,
  PRIMARY KEY (mail_id, n)
)
