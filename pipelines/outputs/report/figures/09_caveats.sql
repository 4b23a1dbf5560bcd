-- 数据提示
SELECT 事项, 数量
FROM (
    SELECT 1 AS no, '未能读取而退回的文件' AS 事项, count(*) AS 数量 FROM intake WHERE status = 'refused'
    UNION ALL SELECT 2, '隔离待更正的行', coalesce(sum(quarantined - resent), 0)::BIGINT FROM intake
    UNION ALL SELECT 3, '因数据未覆盖而无法计算的对象（' || model || '）', not_computable FROM model_count WHERE not_computable > 0
    UNION ALL SELECT 4, '事实不足的对象（' || model || '）', insufficient FROM model_count WHERE insufficient > 0
)
ORDER BY no, 事项
