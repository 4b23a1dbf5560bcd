-- Amounts that stand in the texts: of each text its one answer per role, in the unit of the measure; what phrases say;
-- and where neither says anything, the one amount of the unit that the facts tell.
WITH told AS (
    SELECT
        r.feed, r.record_id, r.told_in, r.place, a.role, a.unit, a.value, a.value_hi, a.span, a.confidence, a.start, a."end"
    FROM fact.record_text AS r
    JOIN fact.text_amount AS a ON a.text_hash = r.own_hash
    CROSS JOIN fact.reader AS v
    WHERE a.extractor = v.extractor AND a.is_measure
),
-- The share of tax evaded in tax due, where a text states both and not the share.
share AS (
    SELECT e.feed, e.record_id, e.told_in, e.place, e.value / d.value AS share, e.value_hi / d.value AS share_hi, e.start, e."end", e.span
    FROM told AS e
    JOIN told AS d USING (feed, record_id, told_in)
    WHERE e.role = 'tax_evaded' AND d.role = 'tax_due' AND d.value >= e.value_hi AND d.value > 0
      AND d.value = d.value_hi
),
false_capital AS (
    SELECT feed, record_id, told_in, place, value, value_hi, start, span FROM told WHERE role = 'capital_false'
    UNION ALL
    SELECT feed, record_id, told_in, place, lo, hi, start, span FROM fact.phrase WHERE measure = 'capital_false_cny'
),
-- The share of what was falsely stated or withdrawn in the capital, the largest sum that the text calls so.
capital AS (
    SELECT r.feed, r.record_id, r.told_in, max(a.value) AS value
    FROM fact.record_text AS r
    JOIN fact.text_amount AS a ON a.text_hash = r.own_hash
    CROSS JOIN fact.reader AS v
    WHERE a.extractor = v.extractor AND a.role = 'capital' AND a.value = a.value_hi
    GROUP BY ALL
),
-- Of money moved for others the turnover is what was moved: what is called so beside it, and is less, is a fee.
moved AS (
    SELECT p.feed, p.record_id, 'business' AS role, max(p.lo) AS lo
    FROM fact.phrase AS p
    JOIN fact.candidate AS c USING (feed, record_id)
    JOIN fact.receipts AS r ON r.offence = c.offence AND r.counted = 'moved'
    WHERE p.measure = 'business_cny' AND NOT p.is_foreign
    GROUP BY p.feed, p.record_id
),
-- What banks have not got back in time has a line of its own and is no loss yet.
overdue AS (
    SELECT DISTINCT feed, record_id, 'loss' AS role, lo FROM fact.phrase WHERE measure = 'overdue_cny'
),
said AS (
    SELECT
        t.feed, t.record_id, m.measure,
        t.value::DECIMAL(20, 4) * m.factor AS lo,
        t.value_hi::DECIMAL(20, 4) * m.factor AS hi,
        'text:' || t.told_in || '[' || t.start || ':' || t."end" || ']' AS origin,
        t.span,
        t.confidence,
        t.place * 10 + m.rank AS place
    FROM told AS t
    JOIN fact.measured_role AS m USING (role, unit)
    LEFT JOIN moved AS v USING (feed, record_id, role)
    LEFT JOIN overdue AS o ON (o.feed, o.record_id, o.role, o.lo) = (t.feed, t.record_id, t.role, t.value)
    WHERE coalesce(t.value >= v.lo, TRUE) AND o.lo IS NULL
    UNION ALL
    SELECT
        feed, record_id, 'tax_share', share::DECIMAL(18, 4), share_hi::DECIMAL(18, 4),
        'text:' || told_in || '[' || start || ':' || "end" || ']', span, 0.6, place * 10 + 9
    FROM share
    UNION ALL
    SELECT
        f.feed, f.record_id, 'capital_share', (f.value / c.value)::DECIMAL(18, 4), (f.value_hi / c.value)::DECIMAL(18, 4),
        'text:' || f.told_in || '[' || f.start || ':' || (f.start + length(f.span)) || ']', f.span, 0.6, f.place * 10 + 9
    FROM false_capital AS f
    JOIN capital AS c USING (feed, record_id, told_in)
    WHERE c.value >= f.value_hi
    UNION ALL
    SELECT
        feed, record_id, measure, lo, hi,
        'text:' || told_in || '[' || start || ':' || (start + length(span)) || ']', span, 0.85,
        CASE WHEN is_foreign THEN 100 ELSE place * 10 + 2 END
    FROM fact.phrase
    UNION ALL
    -- 虚构交易套现 is itself 资金支付结算 (法释〔2019〕1号 art. 1)
    SELECT
        feed, record_id, 'business_cny', lo, hi,
        'text:' || told_in || '[' || start || ':' || (start + length(span)) || ']', span, 0.8, place * 10 + 6
    FROM fact.phrase
    WHERE measure = 'cashed_cny' AND NOT is_foreign
),
-- What an authority takes in fees is no gain where it says that the gain cannot be reckoned; what was weighed is no
-- hazardous waste while it is not known to be any.
unsettled AS (
    SELECT DISTINCT
        r.feed, r.record_id,
        CASE f.flag WHEN 'is_gain_open' THEN 'gain_cny' ELSE 'hazardous_waste_t' END AS measure
    FROM fact.record_text AS r
    JOIN fact.text_flag AS f USING (text_hash)
    CROSS JOIN fact.reader AS v
    WHERE f.extractor = v.extractor AND f.flag IN ('is_gain_open', 'is_waste_kind_open') AND coalesce(f.value, TRUE) AND r.told_in = 'facts'
),
alone AS (
    SELECT
        r.feed, r.record_id, m.measure, any_value(a.value ORDER BY a.start) AS lo, any_value(a.value_hi ORDER BY a.start) AS hi,
        min(a.start) AS start, arg_min(a."end", a.start) AS "end", arg_min(a.span, a.start) AS span, r.place
    FROM (SELECT DISTINCT feed, record_id, offence FROM fact.candidate) AS c
    JOIN fact.measured_alone AS m USING (offence)
    JOIN fact.record_text AS r ON (r.feed, r.record_id) = (c.feed, c.record_id) AND r.told_in = 'facts'
    JOIN fact.text_amount AS a ON a.text_hash = r.own_hash AND a.unit = m.unit AND NOT list_contains(m.besides, a.role)
    CROSS JOIN fact.reader AS v
    -- 一条四毛 is what one costs
    WHERE a.extractor = v.extractor AND NOT (a.unit <> '元' AND regexp_matches(a.span, '^一[^0-9][^0-9]?[元块毛角分]$'))
    GROUP BY ALL
    HAVING count(DISTINCT (a.value, a.value_hi)) = 1
        AND bool_and(list_contains(m.roles, a.role) AND a.whose = 'party')
        AND NOT coalesce(bool_or(regexp_matches(a.sentence, m.never)), FALSE)
),
-- What is read of a measure is one item of a row, or nothing: the row is it.
whole AS (
    SELECT r.*
    FROM fact.measure_row AS r
    LEFT JOIN said AS s USING (feed, record_id, measure)
    GROUP BY ALL
    HAVING coalesce(bool_and(list_contains(r.items, s.lo) AND s.lo < r.lo), TRUE)
)
SELECT
    t.feed, t.record_id, measure, lo::DECIMAL(18, 4) AS lo, CASE WHEN hi < implausible THEN hi END::DECIMAL(18, 4) AS hi,
    origin,
    -- What is quoted is the text as it was delivered, with what it tells of others between.
    coalesce(substr(o.whole, regexp_extract(origin, '\[(\d+):', 1)::INTEGER + 1, length(span)), span) AS span,
    confidence, place
FROM (
    FROM said
    ANTI JOIN whole USING (feed, record_id, measure)
    ANTI JOIN unsettled USING (feed, record_id, measure)
    UNION ALL
    SELECT feed, record_id, measure, lo, hi, 'text:facts[' || start || ':' || "end" || ']', span, 0.6, place * 10 + 8
    FROM whole
    UNION ALL
    SELECT feed, record_id, measure, lo, hi, 'text:facts[' || start || ':' || "end" || ']', span, 0.5, place * 10 + 9
    FROM alone
    ANTI JOIN said USING (feed, record_id, measure)
    ANTI JOIN (FROM unsettled WHERE measure = 'hazardous_waste_t') USING (feed, record_id, measure)
    ANTI JOIN whole USING (feed, record_id, measure)
) AS t
LEFT JOIN fact.own_text AS o
    ON o.feed = t.feed AND o.record_id = t.record_id AND o.told_in = regexp_extract(origin, ':(\w+)', 1)
CROSS JOIN fact.contradiction
WHERE lo < implausible
