-- What the review index says of each offence as the records write it: the longest name contained in it decides
-- (合同诈骗 contains 诈骗). No row: the index does not know the offence, and nothing can be said of its norms.
-- A norm that is not in force yet by the day of the run is no basis for anything.
WITH offence AS (
    SELECT suspected_offence AS offence FROM known.transfer WHERE suspected_offence IS NOT NULL
    UNION SELECT offence FROM known.police_case
    UNION SELECT offence FROM known.prosecution
    UNION SELECT offence FROM known.judgment WHERE offence IS NOT NULL
),
named AS (
    SELECT o.offence, n.*
    FROM offence AS o
    JOIN rule.admin_norm AS n ON contains(o.offence, n.name)
    QUALIFY rank() OVER (PARTITION BY o.offence ORDER BY length(n.name) DESC, n.name) = 1
)
SELECT
    offence,
    any_value(entry ORDER BY entry) AS entry,
    bool_or(has_norm) AS has_norm,
    any_value(authority ORDER BY authority) AS authority,
    any_value(pattern ORDER BY pattern) AS pattern,
    any_value(limitation ORDER BY limitation) AS limitation,
    any_value(reason ORDER BY reason) AS reason,
    string_agg(DISTINCT basis, '、' ORDER BY basis) FILTER (WHERE from_on IS NULL OR from_on <= r.as_of) AS basis,
    any_value(name ORDER BY name) AS name
FROM named
CROSS JOIN known.run AS r
GROUP BY offence
