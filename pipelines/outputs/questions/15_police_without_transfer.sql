-- 公安案件的来源
SELECT source AS 来源, count(*) AS 件数
FROM police_case
GROUP BY ALL ORDER BY 件数 DESC, 来源
