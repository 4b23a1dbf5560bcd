-- Every name under which a body appears, with the body it is now. Merged and renamed ones lead to their successor,
-- so that a case begun before a merger and ended after it is one case of one authority; a short name (金山区市监局)
-- leads to the one registered body of that district whose name it shortens.
WITH RECURSIVE registered AS (
    SELECT DISTINCT x_name(authority_name) AS name_key FROM known.authority
),
seen AS (
    SELECT x_name(authority) AS name_key FROM known.penalty
    UNION SELECT x_name(authority) FROM known.admin_case
    UNION SELECT x_name(authority) FROM known.transfer
    UNION SELECT x_name(to_authority) FROM known.transfer
    UNION SELECT x_name(police_org) FROM known.police_case
    UNION SELECT x_name(to_authority) FROM known.procuratorial_document
    UNION SELECT name_key FROM registered
),
spelt AS (
    SELECT name_key, x_body_spelling(name_key) AS spelling FROM seen WHERE name_key IS NOT NULL
),
purposed AS (
    SELECT name_key, x_body_region(spelling) AS region, x_body_purpose(spelling) AS purpose FROM spelt
),
shortened AS (
    SELECT s.name_key, any_value(f.name_key ORDER BY f.name_key) AS full_key
    FROM purposed AS s
    JOIN purposed AS f ON f.region = s.region AND x_purpose_shortens(s.purpose, f.purpose)
    WHERE s.name_key NOT IN (SELECT name_key FROM registered)
      AND f.name_key IN (SELECT name_key FROM registered)
    GROUP BY s.name_key
    -- What shortens two bodies says which of them to nobody.
    HAVING count(*) = 1
),
successor AS (
    SELECT x_name(authority_name) AS name_key, any_value(x_name(successor_name) ORDER BY valid_from DESC) AS next_key
    FROM known.authority
    WHERE successor_name IS NOT NULL AND x_name(successor_name) <> x_name(authority_name)
    GROUP BY x_name(authority_name)
    UNION ALL
    SELECT name_key, full_key FROM shortened
),
step AS (
    SELECT name_key, next_key AS authority_key, 1 AS steps FROM successor
    UNION
    SELECT s.name_key, n.next_key, s.steps + 1
    FROM step AS s
    JOIN successor AS n ON n.name_key = s.authority_key
    -- A ring of successors would never end.
    WHERE s.steps < 10
)
SELECT name_key, arg_max(authority_key, steps) AS authority_key
FROM step
GROUP BY name_key
