-- 各类线索及变化
-- 新增：首次列出线索的那次运行，其截至日期在本期；消除：现已消除，使其消除的那次运行的截至日期在本期；
-- 上期：同样长短的前一段时间。何日运行不影响计数。
WITH life AS (
    SELECT
        finding_id, coalesce(min(as_of) FILTER (WHERE kind = 'raised'), min(as_of)) AS raised_on,
        max(as_of) FILTER (WHERE kind = 'cleared') AS cleared_on
    FROM finding_event GROUP BY finding_id
),
counted AS (
    SELECT
        f.failure_mode,
        count(*) FILTER (WHERE f.status <> 'cleared') AS open_now,
        count(*) FILTER (WHERE f.status <> 'cleared' AND f.severity = 'high') AS high_now,
        count(*) FILTER (WHERE l.raised_on BETWEEN getvariable('from_on') AND getvariable('to_on')) AS raised,
        count(*) FILTER (
            WHERE l.raised_on < getvariable('from_on')
              AND l.raised_on >= getvariable('from_on') - (getvariable('to_on') - getvariable('from_on') + 1)::INTEGER
        ) AS raised_before,
        count(*) FILTER (WHERE f.status = 'cleared' AND l.cleared_on BETWEEN getvariable('from_on') AND getvariable('to_on')) AS cleared
    FROM finding AS f LEFT JOIN life AS l USING (finding_id)
    WHERE (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
    GROUP BY f.failure_mode
)
SELECT
    failure_mode AS 问题类型, open_now AS 现存, high_now AS 其中等级高, raised AS 本期新增, cleared AS 本期消除,
    raised_before AS 上期新增, raised - raised_before AS 增减
FROM counted
ORDER BY open_now DESC, failure_mode
