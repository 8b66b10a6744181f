CREATE TABLE parked (
  lane VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  n BIGINT UNSIGNED NOT NULL,
  event_key VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  reason TEXT NOT NULL,
  payload MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  sealed MEDIUMTEXT CHARACTER SET ascii COLLATE ascii_bin NULL,
  created DATETIME(3) NOT NULL,
  PRIMARY KEY (lane, epoch, n),
  KEY by_key (lane, event_key)
)
