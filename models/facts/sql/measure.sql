-- One row per record of the feeds that are measured: of every amount the tightest bounds that its used sources
-- give, of every circumstance what is stated. The columns are the vocabulary's and are set in its place.
SELECT
    r.feed,
    r.record_id,
    {columns}
FROM (
    SELECT 'penalty' AS feed, record_id FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id FROM known.transfer
) AS r
LEFT JOIN (SELECT * FROM fact.measure_source WHERE is_used) AS s USING (feed, record_id)
GROUP BY r.feed, r.record_id
