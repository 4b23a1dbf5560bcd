-- 各机关移送件数与公安审查结果
SELECT authority AS 移送机关, count(*) AS 移送, count(*) FILTER (WHERE police_decision = '立案') AS 立案, count(*) FILTER (WHERE police_decision = '不予立案') AS 不予立案, count(*) FILTER (WHERE police_decision IS NULL) AS 未见决定
FROM transfer WHERE kind = '涉嫌犯罪' AND transferred_on IS NOT NULL
GROUP BY ALL ORDER BY 移送 DESC, 移送机关
