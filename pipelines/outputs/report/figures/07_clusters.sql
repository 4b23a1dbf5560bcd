-- 类案
-- 同一模型、同一罪名的现存线索三件以上。
SELECT
    failure_mode AS 问题类型, model AS 模型, offence AS 涉嫌罪名, count(*) AS 件数, count(DISTINCT authority) AS 涉及机关,
    median(margin) AS 倍数中位数, min(occurred_on) AS 最早, max(occurred_on) AS 最晚
FROM finding
WHERE status <> 'cleared' AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
GROUP BY failure_mode, model, offence
HAVING count(*) >= 3
ORDER BY 件数 DESC, 模型, 涉嫌罪名
