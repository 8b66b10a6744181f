INSERT IGNORE INTO link (from_type, from_id, field, to_type, to_id)
SELECT 'risk', one.id, 'assets', 'asset', linked.id
FROM risk AS one,
  JSON_TABLE(COALESCE(one.assets, '[]'), '$[*]' COLUMNS (id CHAR(36) PATH '$')) AS linked
