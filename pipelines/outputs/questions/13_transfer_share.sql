-- 各机关移送与处罚之比
SELECT p.authority AS 机关, p.n AS 处罚, coalesce(t.n, 0) AS 移送, round(coalesce(t.n, 0) / p.n, 4) AS 移送比
FROM (SELECT authority, count(*) AS n FROM penalty GROUP BY authority) AS p
LEFT JOIN (SELECT authority, count(*) AS n FROM transfer WHERE kind = '涉嫌犯罪' AND transferred_on IS NOT NULL GROUP BY authority) AS t USING (authority)
ORDER BY 移送比 DESC, 机关
