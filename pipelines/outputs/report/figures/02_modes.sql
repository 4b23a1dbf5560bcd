-- 各类线索及变化
-- 新增：首次出现在本期；上期：同样长短的前一段时间。
WITH counted AS (
    SELECT
        f.failure_mode,
        count(*) FILTER (WHERE f.status <> 'cleared') AS open_now,
        count(*) FILTER (WHERE f.status <> 'cleared' AND f.severity = 'high') AS high_now,
        count(*) FILTER (WHERE f.first_seen::DATE BETWEEN getvariable('from_on') AND getvariable('to_on')) AS raised,
        count(*) FILTER (
            WHERE f.first_seen::DATE < getvariable('from_on')
              AND f.first_seen::DATE >= getvariable('from_on') - (getvariable('to_on') - getvariable('from_on') + 1)::INTEGER
        ) AS raised_before,
        count(*) FILTER (WHERE c.cleared_on BETWEEN getvariable('from_on') AND getvariable('to_on')) AS cleared
    FROM finding AS f
    LEFT JOIN (
        SELECT finding_id, max("at")::DATE AS cleared_on FROM finding_event WHERE kind = 'cleared' GROUP BY finding_id
    ) AS c ON c.finding_id = f.finding_id AND f.status = 'cleared'
    WHERE (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
    GROUP BY f.failure_mode
)
SELECT
    failure_mode AS 问题类型, open_now AS 现存, high_now AS 其中等级高, raised AS 本期新增, cleared AS 本期消除,
    raised_before AS 上期新增, raised - raised_before AS 增减
FROM counted
ORDER BY open_now DESC, failure_mode
