-- Every source of every measure: column, text, derivation, pattern. A flag is 1 or 0; raised but not settled
-- is the open interval 0 to 1.
SELECT feed, record_id, measure, lo, hi, origin, span, confidence, is_used, mark FROM fact.measure_told
UNION ALL
SELECT feed, record_id, measure, lo, hi, origin, span, confidence, is_used, mark FROM fact.measure_derived
UNION ALL
SELECT
    feed, record_id, flag, coalesce(value, FALSE)::INTEGER::DECIMAL(18, 4), coalesce(value, TRUE)::INTEGER::DECIMAL(18, 4),
    origin, span, CASE WHEN value IS NULL THEN 0.5 ELSE 0.9 END, is_used, NULL
FROM fact.flag_told
