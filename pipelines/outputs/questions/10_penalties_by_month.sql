-- 各机关各月处罚决定数与罚款额
SELECT authority AS 机关, date_trunc('month', decided_on)::DATE AS 月份, count(*) AS 决定数, sum(fine_cny) AS 罚款合计
FROM penalty WHERE decided_on IS NOT NULL
GROUP BY ALL ORDER BY 机关, 月份
