-- Cases that can be compared: what kind of conduct, by whom, how large against the line, before what kind of body, under
-- which circumstances, and what became of them. One row per penalty.
WITH circumstance AS (
    SELECT feed, record_id, list(measure ORDER BY measure) AS circumstances
    FROM fact.measure_source
    WHERE is_used AND lo = 1 AND hi = 1 AND regexp_matches(measure, '^(is|has)_') AND feed = 'penalty'
    GROUP BY feed, record_id
)
SELECT
    p.record_id,
    p.decision_no AS no,
    p.authority,
    -- The kind of body: its name without the place.
    nullif(regexp_extract(
        p.authority,
        '(市场监督|市监|药品|税务|烟草|生态环境|环保|公安|卫生|卫健|海关|应急|人力资源|文化|农业|渔政|林业|交通|城管|自然资源|住建|住房|知识产权|网信|互联网信息|教育|水务|水利|消防|医疗保障|民政|金融)',
        1
    ), '') AS authority_kind,
    p.decided_on,
    s.party_kind,
    e.offence_name AS offence,
    coalesce(nullif(trim(regexp_replace(p.violation, '[0-9０-９\s]+', '', 'g')), ''), '（未填）') AS violation,
    e.measure,
    e.value::DOUBLE AS value,
    e.unit,
    e.margin,
    coalesce(c.circumstances, []) AS circumstances,
    p.fine_cny::DOUBLE AS fine_cny,
    coalesce(p.goods_value_cny, p.business_amount_cny, p.sales_amount_cny, p.illegal_gain_cny, p.tax_amount_cny)::DOUBLE
        AS amount_cny,
    a.code AS answered,
    a.sure_zh AS answered_zh,
    regexp_replace(x_fold(left(coalesce(p.facts, ''), 600)), '[0-9]+', '0', 'g') AS facts
FROM known.penalty AS p
LEFT JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = p.record_id
LEFT JOIN fact.lead AS e ON e.feed = 'penalty' AND e.record_id = p.record_id
LEFT JOIN circumstance AS c ON c.feed = 'penalty' AND c.record_id = p.record_id
LEFT JOIN fact.answered AS a ON a.feed = 'penalty' AND a.record_id = p.record_id
ORDER BY p.record_id
