-- 模型版本与查实率
SELECT
    c.id AS 模型, c.title_zh AS 名称, c.version AS 版本, s.n AS 已核查, s.share AS 查实率, s.low_share AS 区间下限, s.high_share AS 区间上限
FROM model_card AS c
LEFT JOIN (
    FROM confirmed_share WHERE month <= getvariable('to_on')
    QUALIFY row_number() OVER (PARTITION BY model, model_version ORDER BY month DESC) = 1
) AS s ON s.model = c.id AND s.model_version = c.version
ORDER BY c.id
