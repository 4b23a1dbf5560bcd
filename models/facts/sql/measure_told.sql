-- What column and text say of each measure, and which is used: the column, else the text that comes first.
-- A text that contradicts the column is kept beside it and marked, never chosen in silence; a column that holds
-- zero while the text states an amount was left at its default, and the text is used. An amount in 万元 written as
-- yuan, or the reverse, is marked with the words that show it; the text is used in its place only where a second text
-- of the record states the very same amount.
WITH text_first AS (
    SELECT *
    FROM fact.measure_text
    QUALIFY row_number() OVER (PARTITION BY feed, record_id, measure ORDER BY place, origin) = 1
),
agreed AS (
    SELECT t.feed, t.record_id, t.measure
    FROM fact.measure_text AS t
    JOIN text_first AS f USING (feed, record_id, measure)
    WHERE t.lo = f.lo
    GROUP BY ALL
    HAVING count(DISTINCT split_part(t.origin, '[', 1)) > 1
),
compared AS (
    SELECT
        c.feed, c.record_id, c.measure, c.amount, c.origin, t.span,
        CASE
            WHEN t.lo IS NULL OR (t.lo <= c.amount AND (t.hi IS NULL OR t.hi >= c.amount)) THEN NULL
            WHEN c.amount = 0 THEN 'column_zero'
            WHEN greatest(t.lo, c.amount) / nullif(least(t.lo, c.amount), 0) BETWEEN s.slip_from AND s.slip_to
                THEN CASE WHEN a.measure IS NULL THEN 'unit_slip' ELSE 'unit_slip_repaired' END
            WHEN t.lo > c.amount * s.far THEN 'text_above_column'
            WHEN t.hi * s.far < c.amount THEN 'text_below_column'
        END AS mark
    FROM fact.measure_column AS c
    CROSS JOIN fact.contradiction AS s
    LEFT JOIN text_first AS t USING (feed, record_id, measure)
    LEFT JOIN agreed AS a USING (feed, record_id, measure)
)
SELECT
    feed, record_id, measure, amount AS lo, amount AS hi, origin, CASE WHEN mark IS NOT NULL THEN span END AS span,
    CASE WHEN mark IS NULL THEN 1.0 ELSE 0.6 END AS confidence,
    coalesce(mark, '') NOT IN ('column_zero', 'unit_slip_repaired') AS is_used, mark
FROM compared
UNION ALL
SELECT
    t.feed, t.record_id, t.measure, t.lo, t.hi, t.origin, t.span, t.confidence,
    f.origin IS NOT NULL AND (c.measure IS NULL OR c.mark IN ('column_zero', 'unit_slip_repaired')) AS is_used,
    CASE WHEN f.origin IS NOT NULL THEN c.mark END AS mark
FROM fact.measure_text AS t
LEFT JOIN text_first AS f USING (feed, record_id, measure, origin)
LEFT JOIN compared AS c USING (feed, record_id, measure)
