-- 各模型的结果数
FROM model_count ORDER BY model
