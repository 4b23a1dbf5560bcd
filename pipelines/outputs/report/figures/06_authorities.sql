-- 各机关情况
-- 逾期：现存线索中，法律规定的期限已过而未办或者逾期才办的（规则类）；产品自设的天数、统计提示、临近期限的不计。
-- 办理天数：本期作出的处罚自立案至决定的日数，取中位数；立案日期不明的不计。
WITH open AS (
    SELECT
        f.authority, count(*) AS n, count(*) FILTER (WHERE f.severity = 'high') AS high,
        count(*) FILTER (
            WHERE f.model_class = 'rule' AND list_contains(string_split(c.deadline_measures, ';'), f.measure)
        ) AS overdue
    FROM finding AS f LEFT JOIN model_card AS c ON c.id = f.model
    WHERE f.status <> 'cleared' GROUP BY f.authority
),
work AS (
    SELECT authority, count(*) FILTER (WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on')) AS decided,
           median(decided_on - filed_on) FILTER (WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on') AND filed_on <= decided_on) AS days
    FROM penalty GROUP BY authority
)
SELECT
    authority AS 机关, coalesce(o.n, 0) AS 现存线索, coalesce(o.high, 0) AS 其中等级高, coalesce(o.overdue, 0) AS 其中逾期,
    coalesce(w.decided, 0) AS 本期处罚, w.days AS 办理天数中位数
FROM open AS o FULL JOIN work AS w USING (authority)
WHERE authority IS NOT NULL AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority'))) AND (o.n IS NOT NULL OR w.decided > 0)
ORDER BY 现存线索 DESC, 本期处罚 DESC, 机关
