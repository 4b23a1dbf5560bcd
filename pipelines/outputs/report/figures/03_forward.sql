-- 正向衔接：从处罚到判决
-- 各环节按其自身日期落在本期计数；比例的分母写明。
WITH sent AS (
    SELECT * FROM transfer
    WHERE kind = '涉嫌犯罪' AND transferred_on::DATE BETWEEN getvariable('from_on') AND getvariable('to_on') AND coalesce(approval, '') <> '不批准'
      AND coalesce(police_decision, '') <> '退回' AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
),
stage AS (
    SELECT 1 AS no, '行政处罚决定' AS 环节, count(*) AS 件数, NULL::BIGINT AS 分母, NULL AS 分母说明
    FROM penalty WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on') AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
    UNION ALL
    SELECT 2, '移送涉嫌犯罪案件', (SELECT count(*) FROM sent),
           (SELECT count(*) FROM penalty WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on') AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))), '同期处罚决定'
    UNION ALL
    SELECT 3, '公安立案', count(*) FILTER (WHERE police_decision = '立案'), count(*), '同期移送' FROM sent
    UNION ALL
    SELECT 4, '公安不予立案', count(*) FILTER (WHERE police_decision = '不予立案'), count(*), '同期移送' FROM sent
    UNION ALL
    SELECT 5, '未见公安决定', count(*) FILTER (WHERE police_decision IS NULL), count(*), '同期移送' FROM sent
    UNION ALL
    SELECT 6, '受理审查起诉', count(*), NULL, NULL FROM prosecution WHERE accepted_on BETWEEN getvariable('from_on') AND getvariable('to_on')
    UNION ALL
    SELECT 7, '提起公诉', count(*) FILTER (WHERE decision = '起诉'), count(*), '同期作出的起诉与不起诉决定'
    FROM prosecution WHERE decided_on BETWEEN getvariable('from_on') AND getvariable('to_on') AND decision <> '审查中'
    UNION ALL
    SELECT 8, '有罪判决', count(*) FILTER (WHERE verdict = '有罪'), count(*), '同期判决' FROM judgment WHERE judged_on BETWEEN getvariable('from_on') AND getvariable('to_on')
)
SELECT 环节, 件数, 分母, 分母说明, 件数 / nullif(分母, 0) AS 比例
FROM stage ORDER BY no
