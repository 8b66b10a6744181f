CREATE TABLE acknowledged (
  stream VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reader VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  n BIGINT UNSIGNED NOT NULL,
  PRIMARY KEY (stream, reader)
)
