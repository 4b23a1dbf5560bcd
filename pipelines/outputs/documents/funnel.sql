-- The reverse flow as a funnel, per authority, offence and month of the decision not to prosecute, on the day of the
-- run. The number of each step is the denominator of the next.
SELECT
    CASE WHEN grouping(authority) = 0 THEN authority END AS authority,
    CASE WHEN grouping(offence) = 0 THEN offence END AS offence,
    CASE WHEN grouping("month") = 0 THEN "month" END AS "month",
    count(*) AS not_prosecuted,
    count(*) FILTER (WHERE is_reviewed) AS reviewed,
    count(*) FILTER (WHERE has_opinion) AS opinions,
    count(*) FILTER (WHERE is_answered) AS answered,
    count(*) FILTER (WHERE is_penalised) AS penalised,
    count(*) FILTER (WHERE is_verified) AS verified,
    (SELECT as_of FROM known.run) AS as_of
FROM (SELECT *, strftime(decided_on, '%Y-%m') AS "month" FROM fact.reverse_flow) AS flow
GROUP BY GROUPING SETS ((), (authority), (offence), ("month"))
ORDER BY grouping(authority) + grouping(offence) + grouping("month") DESC, authority NULLS LAST, offence NULLS LAST, "month" NULLS LAST
