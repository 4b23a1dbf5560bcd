-- 各模型的例外与事实不足原因
SELECT model AS 模型, outcome AS 结果, reason_code AS 原因, count(*) AS 件数
FROM excluded_or_insufficient
GROUP BY ALL ORDER BY 模型, 结果, 件数 DESC, 原因
