-- How many different people of one name the pool knows, and the name's share: a common name alone proves little.
-- The whole is taken to the next power of two, so that a share changes with its own name and not with every record.
WITH shown AS (
    SELECT p.name_key, a.id_hash AS anchor, p.id_region, p.id_birth, p.id_tail
    FROM person_row AS p
    SEMI JOIN touched_person USING (row_id) -- part
    LEFT JOIN person_anchored AS a USING (row_id)
    UNION ALL SELECT name_key, anchor, id_region, id_birth, id_tail FROM party.person -- part
    ANTI JOIN touched_person USING (row_id) SEMI JOIN touched_namesake USING (name_key) -- part
),
people AS (
    SELECT name_key, greatest(count(DISTINCT coalesce(
               anchor, CASE WHEN length(id_region) = 6 OR length(id_birth) = 8 THEN concat(id_region, id_birth, id_tail) END)), 1) AS people
    FROM shown
    WHERE name_key IS NOT NULL
    GROUP BY name_key
),
every AS (
    SELECT people FROM people
    UNION ALL SELECT people FROM party.namesake ANTI JOIN touched_namesake USING (name_key) -- part
)
SELECT name_key, people,
       people / greatest(pow(2, ceil(log2((SELECT sum(people) FROM every)))), (SELECT value FROM party.setting WHERE id = 'least_population')) AS name_share
FROM people
