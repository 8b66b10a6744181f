INSERT IGNORE INTO link (from_type, from_id, field, to_type, to_id)
SELECT 'task', one.id, 'assets', 'asset', linked.id
FROM task AS one,
  JSON_TABLE(COALESCE(one.assets, '[]'), '$[*]' COLUMNS (id CHAR(36) PATH '$')) AS linked
