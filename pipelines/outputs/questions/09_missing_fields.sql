-- 最常缺少的要素
SELECT coalesce(l.zh, m.item) AS 缺少, count(*) AS 件数
FROM (SELECT unnest(missing) AS item FROM excluded_or_insufficient WHERE outcome = 'insufficient') AS m
LEFT JOIN label AS l ON l.kind = 'missing' AND l.code = m.item
GROUP BY 缺少 ORDER BY 件数 DESC, 缺少
