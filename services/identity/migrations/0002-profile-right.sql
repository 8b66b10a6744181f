CREATE TABLE profile_right (
  profile_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  page VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  action VARCHAR(10) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (profile_id, page, action)
)
