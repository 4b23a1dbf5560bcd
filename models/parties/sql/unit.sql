-- The body behind each naming of one: by its code (repaired where a letter stands for a digit and the register
-- knows the result, or where its check character fits and no registered firm bears the name), else by a name that one registered firm bears or bore on that day, else by what is much the
-- same name at its address, else by the bare name.
WITH naming AS MATERIALIZED (
    SELECT *, x_core(name_key) AS core, x_uscc_repaired(credit_code) AS repaired_code
    FROM party.mention
    SEMI JOIN touched_unit USING (mention_id) -- part
    WHERE kind = 'unit'
),
registered AS (
    SELECT credit_code FROM party.firm
),
by_name AS (
    SELECT name_key, min(credit_code) AS credit_code FROM party.firm_name WHERE NOT is_former
      AND name_key IN (SELECT name_key FROM naming) -- part
    GROUP BY name_key HAVING count(DISTINCT credit_code) = 1
),
by_loose AS (
    SELECT loose_key, min(credit_code) AS credit_code FROM party.firm_name WHERE NOT is_former
      AND loose_key IN (SELECT loose_key FROM naming) -- part
    GROUP BY loose_key HAVING count(DISTINCT credit_code) = 1
),
by_core AS (
    -- A name without its region, or with another part of it, where one registered firm has the rest of it.
    SELECT m.mention_id, min(f.credit_code) AS credit_code
    FROM naming AS m
    JOIN party.firm_name AS f ON NOT f.is_former AND f.core = m.core
    WHERE length(f.core) >= 4
      -- Two districts, or two cities, that differ are two places.
      AND coalesce(nullif(x_district(f.name_key), '') = nullif(x_district(m.name_key), ''), TRUE)
      AND coalesce(nullif(x_city(f.name_key), '') = nullif(x_city(m.name_key), ''), TRUE)
    GROUP BY m.mention_id
    HAVING count(DISTINCT f.credit_code) = 1
),
place AS (
    SELECT mention_id, core, 'address' AS kind, address_key AS value FROM naming WHERE role = 'party'
    UNION ALL SELECT mention_id, core, 'phone', phone_key FROM naming WHERE role = 'party'
),
by_place AS (
    -- A misspelt name, at the address or under the telephone of one registered firm whose name is much the same.
    SELECT m.mention_id, min(f.credit_code) AS credit_code
    FROM place AS m
    ANTI JOIN party.hub USING (kind, value)
    JOIN (
        SELECT credit_code, name_key, 'address' AS kind, address_key AS value FROM party.firm
        UNION ALL SELECT credit_code, name_key, 'phone', phone_key FROM party.firm
    ) AS f ON f.kind = m.kind AND f.value = m.value
    WHERE jaro_winkler_similarity(x_core(f.name_key), m.core) >= (SELECT value FROM party.setting WHERE id = 'near_name')
    GROUP BY m.mention_id
    HAVING count(DISTINCT f.credit_code) = 1
),
by_former AS (
    SELECT m.mention_id, min(f.credit_code) AS credit_code
    FROM naming AS m
    JOIN party.firm_name AS f
      ON f.is_former AND f.name_key = m.name_key
     AND coalesce(m.to_on >= f.from_on, TRUE) AND coalesce(m.from_on <= f.to_on, TRUE)
    GROUP BY m.mention_id
    HAVING count(DISTINCT f.credit_code) = 1
),
found AS (
    SELECT
        m.mention_id, m.feed, m.record_id, m.role, m.name, m.name_key, m.loose_key, m.brand, m.core, m.from_on, m.to_on,
        CASE
            WHEN r.credit_code IS NOT NULL THEN ['code', m.credit_code]
            WHEN p.credit_code IS NOT NULL THEN ['repaired', p.credit_code]
            WHEN x_uscc_ok(m.credit_code) THEN ['code', m.credit_code]
            WHEN n.credit_code IS NOT NULL THEN ['name', n.credit_code]
            WHEN w.credit_code IS NOT NULL THEN ['former_name', w.credit_code]
            WHEN m.repaired_code IS NOT NULL THEN ['repaired', m.repaired_code]
            WHEN y.credit_code IS NOT NULL THEN ['place', y.credit_code]
            WHEN l.credit_code IS NOT NULL THEN ['loose_name', l.credit_code]
            WHEN c.credit_code IS NOT NULL THEN ['loose_name', c.credit_code]
            WHEN m.credit_code IS NOT NULL THEN ['unchecked_code', m.credit_code]
            ELSE ['bare_name', 'N' || left(md5(m.loose_key), 15)]
        END AS chosen
    FROM naming AS m
    LEFT JOIN registered AS r ON r.credit_code = m.credit_code
    LEFT JOIN registered AS p ON p.credit_code = m.repaired_code
    LEFT JOIN by_name AS n ON n.name_key = m.name_key
    LEFT JOIN by_former AS w ON w.mention_id = m.mention_id
    LEFT JOIN by_place AS y ON y.mention_id = m.mention_id
    LEFT JOIN by_loose AS l ON l.loose_key = m.loose_key
    LEFT JOIN by_core AS c ON c.mention_id = m.mention_id
)
SELECT * EXCLUDE (chosen), chosen[2] AS unit_id, chosen[1] AS how
FROM found
