-- 本月新出现的线索
SELECT f.rank AS 名次, f.finding_id AS 线索编号, f.failure_mode AS 问题类型, f.authority AS 机关, f.subject_no AS 文号, f.reason_zh AS 说明
FROM finding AS f CROSS JOIN run AS r
SEMI JOIN (
    SELECT finding_id, coalesce(min(as_of) FILTER (WHERE kind = 'raised'), min(as_of)) AS raised_on
    FROM finding_event GROUP BY finding_id
) AS e ON e.finding_id = f.finding_id AND e.raised_on >= date_trunc('month', r.as_of)
WHERE f.status <> 'cleared'
ORDER BY f.rank
