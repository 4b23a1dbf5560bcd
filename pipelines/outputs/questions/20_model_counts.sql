-- 各模型的结果数
SELECT m.model AS 模型, c.title_zh AS 模型名称, m.flagged AS 线索, m.insufficient AS 事实不足, m.excluded AS 例外,
    m.clear AS 不成立, m.not_computable AS 无法计算
FROM model_count AS m LEFT JOIN model_card AS c ON c.id = m.model
ORDER BY m.model
