-- 各机关情况
-- 期限类线索：以日或者小时计的线索，即已超过法定期限。办理天数：有罪名可对照的处罚自立案至决定。
WITH open AS (
    SELECT authority, count(*) AS n, count(*) FILTER (WHERE severity = 'high') AS high,
           count(*) FILTER (WHERE unit IN ('日', '小时')) AS overdue
    FROM finding WHERE status <> 'cleared' GROUP BY authority
),
work AS (
    SELECT authority, count(*) FILTER (WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on')) AS decided,
           median(decided_on - filed_on) FILTER (WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on') AND filed_on <= decided_on) AS days
    FROM penalty GROUP BY authority
)
SELECT
    authority AS 机关, coalesce(o.n, 0) AS 现存线索, coalesce(o.high, 0) AS 其中等级高, coalesce(o.overdue, 0) AS 期限类,
    coalesce(w.decided, 0) AS 本期处罚, w.days AS 办理天数中位数
FROM open AS o FULL JOIN work AS w USING (authority)
WHERE authority IS NOT NULL AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority'))) AND (o.n IS NOT NULL OR w.decided > 0)
ORDER BY 现存线索 DESC, 本期处罚 DESC, 机关
