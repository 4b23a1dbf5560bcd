-- 各模型查实率（最近一个月止，威尔逊区间）
SELECT s.model AS 模型, c.title_zh AS 模型名称, s.model_version AS 版本, s.n AS 已核查, s.confirmed AS 查实,
    round(s.share, 3) AS 查实率, round(s.low_share, 3) AS 下限, round(s.high_share, 3) AS 上限
FROM confirmed_share AS s LEFT JOIN model_card AS c ON c.id = s.model
QUALIFY row_number() OVER (PARTITION BY s.model, s.model_version ORDER BY s.month DESC) = 1
ORDER BY 模型, 版本
