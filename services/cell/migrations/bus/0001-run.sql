CREATE TABLE run (
  lane VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  epoch INT UNSIGNED NOT NULL,
  first_n BIGINT UNSIGNED NOT NULL,
  last_n BIGINT UNSIGNED NOT NULL,
  body MEDIUMTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  kid VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  signature VARCHAR(120) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  created DATETIME(3) NOT NULL,
  PRIMARY KEY (lane, epoch, first_n),
  KEY by_created (created)
)
