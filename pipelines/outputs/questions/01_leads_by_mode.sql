-- 各类问题的现存线索数
SELECT failure_mode AS 问题类型, severity AS 等级, count(*) AS 条数
FROM finding WHERE status <> 'cleared'
GROUP BY failure_mode, severity
ORDER BY failure_mode, list_position(['high', 'medium', 'low'], severity)
