-- What phrases say of each measure, text by text. Different quantities in one text may be parts of one whole, or
-- one may contain the others: then the measure is at least the largest and at most all of them together.
-- "三人以上" is the statute's, never the case's; a nil counts only where nothing else is said,
-- and what is said otherwise only where nothing is said in the first words. Quantities side by side in one phrase
-- are added up.
WITH part AS (
    SELECT
        f.feed, f.record_id, f.told_in, f.place, f.measure, f.span, f.start, u.several, f.said.over <> '' AS is_over,
        CASE WHEN f.is_nil THEN 0 ELSE n.value * u.factor END AS value
    FROM phrase_found AS f
    LEFT JOIN number_read AS n ON n.number = f.said.number
    LEFT JOIN phrase_unit AS u ON u.measure = f.measure AND u.unit = f.said.unit
    WHERE f.is_nil OR (n.value IS NOT NULL AND u.factor IS NOT NULL AND coalesce(f.said.bound, '') = '')
    QUALIFY NOT f.is_other OR bool_and(f.is_other) OVER (PARTITION BY f.feed, f.record_id, f.measure)
),
quantity AS (
    SELECT
        feed, record_id, told_in, place, measure, span, start, several,
        bool_or(is_over) AS is_over,
        CASE WHEN several = 'largest' THEN max(value) ELSE sum(value) END AS value
    FROM part
    GROUP BY feed, record_id, told_in, place, measure, span, start, several
)
SELECT
    feed, record_id, told_in, place, measure,
    max(value)::DECIMAL(18, 4) AS lo,
    CASE
        WHEN bool_or(is_over) THEN NULL
        WHEN any_value(several ORDER BY several) = 'range' THEN list_sum(list_distinct(list(value)))
        ELSE max(value)
    END::DECIMAL(18, 4) AS hi,
    arg_max(span, (value, -start)) AS span,
    arg_max(start, (value, -start)) AS start
FROM quantity
GROUP BY feed, record_id, told_in, place, measure
