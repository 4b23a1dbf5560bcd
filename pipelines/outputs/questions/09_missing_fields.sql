-- 最常缺少的要素
SELECT 缺少, count(*) AS 件数
FROM (SELECT unnest(missing) AS 缺少 FROM excluded_or_insufficient WHERE outcome = 'insufficient')
GROUP BY 缺少 ORDER BY 件数 DESC, 缺少
