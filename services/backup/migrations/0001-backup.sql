CREATE TABLE backup (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  state VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  attempts INT UNSIGNED NOT NULL,
  requested_by CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NULL,
  started DATETIME(3) NOT NULL,
  taken DATETIME(3) NULL,
  ended DATETIME(3) NULL,
  bytes BIGINT UNSIGNED NULL,
  row_count BIGINT UNSIGNED NULL,
  manifest_sha256 CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
  error VARCHAR(500) NULL,
  KEY by_state (state, started),
  KEY by_start (started)
)
