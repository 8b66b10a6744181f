CREATE TABLE import_mapping (
  type VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  source VARCHAR(120) NOT NULL,
  mapping JSON NOT NULL,
  updated_at DATETIME(3) NOT NULL,
  PRIMARY KEY (type, source)
)
