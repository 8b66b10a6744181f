CREATE TABLE link (
  from_type VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  from_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  field VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_type VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  to_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (from_type, from_id, field, to_id),
  KEY by_target (to_type, to_id, from_type, from_id)
)
