-- 各类问题的现存线索数
SELECT f.failure_mode AS 问题类型, l.zh AS 等级, count(*) AS 条数
FROM finding AS f LEFT JOIN label AS l ON l.kind = 'severity' AND l.code = f.severity
WHERE f.status <> 'cleared'
GROUP BY f.failure_mode, f.severity, l.zh
ORDER BY f.failure_mode, list_position(['high', 'medium', 'low'], f.severity)
