-- 数据来源与完整性
SELECT
    source AS 来源, feed AS 数据类别, sum(received)::BIGINT AS 收到, sum(loaded)::BIGINT AS 入库,
    sum(duplicate)::BIGINT AS 重复, sum(revised)::BIGINT AS 更正, sum(quarantined)::BIGINT AS 隔离,
    min(first_on) AS 最早, max(last_on) AS 最晚
FROM intake
WHERE feed IS NOT NULL AND status <> 'refused'
GROUP BY source, feed
ORDER BY source, feed
