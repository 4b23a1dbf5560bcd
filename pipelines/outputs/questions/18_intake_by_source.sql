-- 各来源各类数据的去向
SELECT source AS 来源, feed AS 数据类别, sum(received) AS 收到, sum(loaded) AS 入库, sum(duplicate) AS 重复, sum(revised) AS 更正, sum(quarantined) AS 隔离, max(last_on) AS 最晚日期
FROM intake WHERE feed IS NOT NULL
GROUP BY ALL ORDER BY 来源, 数据类别
