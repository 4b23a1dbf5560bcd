-- By what a naming of a person can be recognised, the strongest first. Hubs identify nobody.
WITH naming AS MATERIALIZED (
    SELECT * FROM party.person_row
    SEMI JOIN touched_person_key USING (row_id) -- part
),
beside AS (
    SELECT p.row_id, u.unit_id
    FROM naming AS p
    JOIN party.unit AS u ON u.feed = p.feed AND u.record_id = p.record_id
    UNION
    SELECT row_id, own_unit FROM naming WHERE own_unit IS NOT NULL
),
every AS (
    -- Province, city and last four; a mask that shows the birth year meets only those that show the same.
    SELECT row_id, 1 AS place, name_key || '|' || left(id_region, 4) || '|' || id_tail || '|' || left(id_birth, 4) AS key
    FROM naming WHERE length(id_region) >= 4 AND length(id_birth) >= 4
    UNION ALL
    SELECT row_id, 1, name_key || '|' || left(id_region, 4) || '|' || id_tail || '|'
    FROM naming WHERE length(id_region) >= 4 AND (length(id_birth) = 8 OR id_birth IS NULL)
    UNION ALL
    SELECT row_id, 2, name_key || '|' || id_birth FROM naming WHERE length(id_birth) = 8
    UNION ALL
    SELECT b.row_id, 3, p.name_key || '|' || b.unit_id FROM beside AS b JOIN naming AS p USING (row_id)
    UNION ALL
    -- One name in the papers of one case.
    SELECT p.row_id, 4, p.name_key || '|' || m.matter FROM naming AS p JOIN party.matter AS m USING (feed, record_id)
    UNION ALL
    SELECT row_id, 5, name_key || '|' || phone_key FROM naming
    WHERE phone_key NOT IN (SELECT value FROM party.hub WHERE kind = 'phone')
    UNION ALL
    SELECT row_id, 6, name_key || '|' || address_key FROM naming
    WHERE address_key NOT IN (SELECT value FROM party.hub WHERE kind = 'address')
)
SELECT DISTINCT row_id, place, place || '|' || key AS key, id_hash IS NOT NULL AS has_number
FROM every
JOIN naming USING (row_id)
WHERE key IS NOT NULL
