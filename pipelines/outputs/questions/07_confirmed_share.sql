-- 各模型查实率（最近一个月止，威尔逊区间）
SELECT model AS 模型, model_version AS 版本, n AS 已核查, confirmed AS 查实, round(share, 3) AS 查实率, round(low_share, 3) AS 下限, round(high_share, 3) AS 上限
FROM confirmed_share
QUALIFY row_number() OVER (PARTITION BY model, model_version ORDER BY month DESC) = 1
ORDER BY 模型, 版本
