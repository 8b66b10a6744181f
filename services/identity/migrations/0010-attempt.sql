CREATE TABLE attempt (
  subject CHAR(43) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  period DATETIME NOT NULL,
  failures INT UNSIGNED NOT NULL,
  PRIMARY KEY (subject, period)
)
