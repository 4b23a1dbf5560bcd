-- 反向衔接：从不起诉到核实
-- 以本期作出的不起诉决定（不含附条件不起诉）为一批；每一环节只计已经过上一环节的，分母即上一环节的件数。
WITH declined AS (
    FROM reverse_flow
    WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on')
      AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
),
stage AS (
    SELECT 1 AS no, '不起诉' AS 环节, count(*) AS 件数 FROM declined
    UNION ALL SELECT 2, '审查终结', count(*) FILTER (WHERE is_reviewed) FROM declined
    UNION ALL SELECT 3, '制发检察意见', count(*) FILTER (WHERE has_opinion) FROM declined
    UNION ALL SELECT 4, '收到回复', count(*) FILTER (WHERE is_answered) FROM declined
    UNION ALL SELECT 5, '已处罚', count(*) FILTER (WHERE is_penalised) FROM declined
    UNION ALL SELECT 6, '已核实', count(*) FILTER (WHERE is_verified) FROM declined
),
following AS (
    SELECT *, lag(件数) OVER (ORDER BY no) AS 分母, lag(环节) OVER (ORDER BY no) AS 分母说明 FROM stage
)
SELECT 环节, 件数, 分母, 分母说明, 件数 / nullif(分母, 0) AS 比例
FROM following ORDER BY no
