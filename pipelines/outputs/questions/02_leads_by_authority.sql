-- 各机关的现存线索数
SELECT coalesce(authority, '未载明') AS 机关, count(*) AS 条数, count(*) FILTER (WHERE severity = 'high') AS 高
FROM finding WHERE status <> 'cleared'
GROUP BY ALL ORDER BY 条数 DESC, 机关
