INSERT IGNORE INTO link (from_type, from_id, field, to_type, to_id)
SELECT 'task', one.id, 'risks', 'risk', linked.id
FROM task AS one,
  JSON_TABLE(COALESCE(one.risks, '[]'), '$[*]' COLUMNS (id CHAR(36) PATH '$')) AS linked
