-- 本月新出现的线索
SELECT f.rank AS 名次, f.finding_id AS 线索编号, f.failure_mode AS 问题类型, f.authority AS 机关, f.subject_no AS 文号, f.reason_zh AS 说明
FROM finding AS f CROSS JOIN run AS r
WHERE f.first_seen >= date_trunc('month', r.as_of) AND f.status <> 'cleared'
ORDER BY f.rank
