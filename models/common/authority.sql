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
    -- 上海市公安局金山分局 and 金山公安分局 are written like the other bodies: the district, then what it is for.
    SELECT
        name_key,
        replace(regexp_replace(
            regexp_replace(name_key, '^(?:.*市)?([^市区县]{2,8}局)([^市区县局]{2,6})区?分局', '\2区\1分局'),
            '^(?:.*市)?([^市区县局]{2,6})(公安|海关|烟草)', '\1区\2'
        ), '委员会', '委') AS spelling
    FROM seen
    WHERE name_key IS NOT NULL
),
placed AS (
    SELECT
        name_key,
        spelling,
        coalesce(
            nullif(regexp_extract(spelling, '[^省市区县旗]{2,6}[区县旗]'), ''),
            nullif(regexp_extract(spelling, '[^省市]{2,6}市'), '')
        ) AS region
    FROM spelt
),
purposed AS (
    SELECT name_key, region, substr(spelling, strpos(spelling, region) + length(region)) AS purpose
    FROM placed
    WHERE region IS NOT NULL
),
shortened AS (
    -- All characters of the short name in the order of the long one, from its first to its last.
    SELECT s.name_key, any_value(f.name_key ORDER BY f.name_key) AS full_key
    FROM purposed AS s
    JOIN purposed AS f ON f.region = s.region
    WHERE s.name_key NOT IN (SELECT name_key FROM registered)
      AND f.name_key IN (SELECT name_key FROM registered)
      AND length(s.purpose) > 2
      AND regexp_matches(f.purpose, '^' || array_to_string(
          list_transform(string_split(s.purpose, ''), lambda one: regexp_escape(one)), '.*') || '$')
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
