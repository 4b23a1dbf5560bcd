-- 反向衔接：从不起诉到核实
-- 以本期作出的不起诉决定（不含附条件不起诉）为一批，逐环节计数。
WITH declined AS (
    SELECT pros_no, handed_over_on, review_registered_on, review_closed_on, review_conclusion
    FROM prosecution
    WHERE decision IN ('法定不起诉', '酌定不起诉', '存疑不起诉') AND decided_on BETWEEN getvariable('from_on') AND getvariable('to_on')
      AND (getvariable('authority') IS NULL OR contains(competent_authority, getvariable('authority')))
),
opinion AS (
    SELECT pros_no, max(replied_on) AS replied_on, bool_or(reply_result = '已处罚') AS is_penalised, max(verified_on) AS verified_on
    FROM procuratorial_document WHERE kind = '检察意见书' GROUP BY pros_no
),
joined AS (
    SELECT d.*, o.pros_no IS NOT NULL AS has_opinion, o.replied_on, coalesce(o.is_penalised, FALSE) AS is_penalised, o.verified_on
    FROM declined AS d LEFT JOIN opinion AS o USING (pros_no)
),
stage AS (
    SELECT 1 AS no, '不起诉' AS 环节, count(*) AS 件数, NULL::BIGINT AS 分母, NULL AS 分母说明 FROM joined
    UNION ALL SELECT 2, '移送行政检察', count(handed_over_on), count(*), '不起诉' FROM joined
    UNION ALL SELECT 3, '审查终结', count(review_closed_on), count(*), '不起诉' FROM joined
    UNION ALL SELECT 4, '制发检察意见', count(*) FILTER (WHERE has_opinion), count(*), '不起诉' FROM joined
    UNION ALL SELECT 5, '收到回复', count(*) FILTER (WHERE has_opinion AND replied_on IS NOT NULL),
        count(*) FILTER (WHERE has_opinion), '检察意见' FROM joined
    UNION ALL SELECT 6, '已处罚', count(*) FILTER (WHERE is_penalised), count(*) FILTER (WHERE has_opinion), '检察意见' FROM joined
    UNION ALL SELECT 7, '已核实', count(*) FILTER (WHERE has_opinion AND verified_on IS NOT NULL),
        count(*) FILTER (WHERE has_opinion), '检察意见' FROM joined
)
SELECT 环节, 件数, 分母, 分母说明, 件数 / nullif(分母, 0) AS 比例
FROM stage ORDER BY no
