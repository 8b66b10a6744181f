CREATE TABLE person_profile (
  person_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  profile_id VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (person_id, profile_id)
)
