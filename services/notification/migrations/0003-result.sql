CREATE TABLE result (
  mail_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  n INT UNSIGNED NOT NULL,
  ended DATETIME(3) NOT NULL,
  outcome VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  detail VARCHAR(500) NULL,
  PRIMARY KEY (mail_id, n)
)
