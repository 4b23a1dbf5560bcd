-- One row per record of the feeds that are measured: of every amount the bounds that its one used source gives,
-- of every circumstance what is stated. Columns and measures are the vocabulary's and are set in their places.
WITH used AS (
    PIVOT (SELECT feed, record_id, measure, lo, hi FROM fact.measure_source WHERE is_used)
    ON measure IN ({measures})
    USING max(lo) AS lo, max(hi) AS hi
    GROUP BY feed, record_id
),
record AS (
    SELECT 'penalty' AS feed, record_id FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id FROM known.transfer
    UNION ALL
    SELECT 'police_case', record_id FROM known.police_case WHERE outcome IN ('撤案', '终止侦查')
)
SELECT
    r.feed,
    r.record_id,
    {columns}
FROM record AS r
LEFT JOIN used AS u USING (feed, record_id)
