-- The periods for which each feed is loaded. Coverage is a property of the delivery, not of the rows: an
-- accepted file covers its first to its last date, a period named in the configuration covers itself.
-- Deliveries whose gap is shorter than the tolerance follow one another: a month without a transfer is
-- normal in a small district, a missing year is not.
WITH delivered AS (
    SELECT b.feed, b.first_on AS from_on, b.last_on AS to_on
    FROM landing.batch AS b
    CROSS JOIN known.run AS r
    WHERE b.status = 'imported' AND b.first_on IS NOT NULL AND b.imported_at <= r.known_at
    UNION ALL
    SELECT feed, from_on, to_on FROM known.named_period
),
tolerance AS (
    SELECT max(coverage_gap_days) AS gap_days FROM known.setting
),
started AS (
    SELECT
        d.*,
        from_on > max(to_on) OVER (PARTITION BY feed ORDER BY from_on, to_on ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
                  + t.gap_days AS is_new_period
    FROM delivered AS d
    CROSS JOIN tolerance AS t
),
numbered AS (
    SELECT *, sum(coalesce(is_new_period, TRUE)::INTEGER) OVER (PARTITION BY feed ORDER BY from_on, to_on) AS period
    FROM started
)
SELECT
    feed,
    min(from_on) - max(t.gap_days)::INTEGER AS from_on,
    max(to_on) + max(t.gap_days)::INTEGER AS to_on
FROM numbered
CROSS JOIN tolerance AS t
GROUP BY feed, period
