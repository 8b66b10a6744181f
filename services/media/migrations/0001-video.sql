CREATE TABLE video (
  id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
  title VARCHAR(200) NOT NULL,
  library INT UNSIGNED NOT NULL,
  video_id CHAR(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  host VARCHAR(253) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  audience JSON NOT NULL,
  created DATETIME(3) NOT NULL,
  UNIQUE KEY one_video (library, video_id)
)
