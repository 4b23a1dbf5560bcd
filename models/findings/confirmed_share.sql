-- 查实率 of every model version, month by month, everything up to the end of that month: what analysts confirmed of
-- what they decided (查实, 查否, 数据错误; 已处理 and 重复 decide nothing about the model), with the 95 % interval of
-- Wilson (1927), which stays inside 0 to 1 and is honest for small numbers.
WITH latest AS (
    SELECT *, date_trunc('month', "at")::DATE AS month
    FROM finding.verdict
    WHERE verdict IN ('查实', '查否', '数据错误')
    QUALIFY row_number() OVER (PARTITION BY finding_id, model_version ORDER BY seq DESC) = 1
),
counted AS (
    SELECT
        model, model_version, month,
        sum(count(*)) OVER until_then AS n,
        sum(count(*) FILTER (WHERE verdict = '查实')) OVER until_then AS confirmed
    FROM latest
    GROUP BY model, model_version, month
    WINDOW until_then AS (PARTITION BY model, model_version ORDER BY month)
),
parts AS (
    SELECT *, confirmed / n AS share, 1.959964 AS z FROM counted
)
SELECT
    model, model_version, month, n::BIGINT AS n, confirmed::BIGINT AS confirmed, share,
    (share + z * z / (2 * n) - z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n) AS low_share,
    (share + z * z / (2 * n) + z * sqrt(share * (1 - share) / n + z * z / (4 * n * n))) / (1 + z * z / n) AS high_share
FROM parts
ORDER BY model, model_version, month
