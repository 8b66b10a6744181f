CREATE TABLE cosignature (
  size BIGINT UNSIGNED NOT NULL,
  witness VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  line VARCHAR(500) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  received DATETIME(3) NOT NULL,
  PRIMARY KEY (size, witness)
)
