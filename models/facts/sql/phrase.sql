-- What phrases say of each measure, text by text. Different quantities in one text may be parts of one whole, or
-- one may contain the others: then the measure is at least the largest and at most all of them together; it is
-- the largest alone where that is called a total or is what the others come to.
-- "三人以上" is the statute's, never the case's; a nil counts only where nothing else is said,
-- and what is said otherwise only where nothing is said in the first words. Quantities side by side in one phrase
-- are added up (共88份，其中餐饮31份、住宿22份、会议35份: the first is what the others come to); of those apart in one
-- phrase each stands for itself. What the reader of amounts takes for somebody
-- else's, for alleged or for the statute's counts only where no phrase tells another quantity of the measure.
WITH foreign_amount AS (
    SELECT DISTINCT f.feed, f.record_id, f.told_in, f.measure, f.span, f.run
    FROM phrase_found AS f
    JOIN fact.record_text AS r USING (feed, record_id, told_in)
    JOIN fact.text_amount AS a ON a.text_hash = r.own_hash
    CROSS JOIN fact.reader AS v
    WHERE a.extractor = v.extractor AND a.whose <> 'party' AND NOT f.is_nil
      AND a.start < f.start + instr(f.span, f.run) - 1 + length(f.run) AND a."end" > f.start + instr(f.span, f.run) - 1
),
found AS (
    SELECT f.*, a.run IS NOT NULL AS is_foreign
    FROM phrase_found AS f
    LEFT JOIN foreign_amount AS a USING (feed, record_id, told_in, measure, span, run)
    QUALIFY a.run IS NULL OR bool_and(a.run IS NOT NULL) OVER (PARTITION BY f.feed, f.record_id, f.measure)
),
part AS (
    SELECT
        f.feed, f.record_id, f.told_in, f.place, f.measure, f.span, f.run, f.start, f.is_foreign, u.several,
        regexp_matches(
            left(f.span, instr(f.span, f.run) - 1),
            '(?:合计|共计|累计|总计|总额|总共|一共|共)[^0-9，,。；;]{0,8}$'
        ) AS is_total,
        CASE WHEN f.is_nil THEN 0 WHEN n.lo < u.below THEN n.lo::DECIMAL(20, 4) * u.small ELSE n.lo::DECIMAL(20, 4) * u.factor END AS lo,
        CASE WHEN f.is_nil THEN 0 WHEN n.lo < u.below THEN n.hi::DECIMAL(20, 4) * u.small ELSE n.hi::DECIMAL(20, 4) * u.factor END AS hi
    FROM found AS f
    LEFT JOIN number_read AS n ON (n.before, n.number, n.bound) = (f.said.before, f.said.number, f.said.bound)
    LEFT JOIN phrase_unit AS u ON u.measure = f.measure AND u.unit = f.said.unit
    WHERE f.is_nil OR (n.lo IS NOT NULL AND u.factor IS NOT NULL AND f.said.bound NOT IN ('以上', '以下', '以内'))
    QUALIFY NOT f.is_other OR bool_and(f.is_other) OVER (PARTITION BY f.feed, f.record_id, f.measure)
),
quantity AS (
    SELECT
        feed, record_id, told_in, place, measure, span, start, several, is_foreign,
        bool_or(is_total) AS is_total,
        CASE WHEN several = 'largest' OR bool_or(is_total) AND count(*) > 2 AND 2 * max(lo) = sum(lo) THEN max(lo) ELSE sum(lo) END AS lo,
        CASE
            WHEN bool_or(hi IS NULL) THEN NULL
            WHEN several = 'largest' OR bool_or(is_total) AND count(*) > 2 AND 2 * max(lo) = sum(lo) THEN max(hi)
            ELSE sum(hi)
        END AS hi
    FROM part
    GROUP BY feed, record_id, told_in, place, measure, span, run, start, several, is_foreign
),
ranked AS (
    SELECT
        *,
        bool_or(is_total) FILTER (WHERE lo = largest) OVER record AS is_whole
    FROM (SELECT *, max(lo) OVER (PARTITION BY feed, record_id, told_in, measure) AS largest FROM quantity)
    WINDOW record AS (PARTITION BY feed, record_id, told_in, measure)
)
SELECT
    feed, record_id, told_in, place, measure,
    max(lo)::DECIMAL(18, 4) AS lo,
    TRY_CAST(CASE
        WHEN bool_or(hi IS NULL) THEN NULL
        WHEN any_value(several ORDER BY several) <> 'range' OR bool_or(is_whole)
            OR max(lo) = list_sum(list_distinct(list(lo))) - max(lo) THEN max(hi) FILTER (WHERE lo = largest)
        ELSE list_sum(list_distinct(list(hi)))
    END AS DECIMAL(18, 4)) AS hi,
    arg_max(span, (lo, -start)) AS span,
    arg_max(start, (lo, -start)) AS start,
    bool_and(is_foreign) AS is_foreign
FROM ranked
GROUP BY feed, record_id, told_in, place, measure
-- What no column holds is a number of something, not a quantity.
HAVING TRY_CAST(max(lo) AS DECIMAL(18, 4)) IS NOT NULL
