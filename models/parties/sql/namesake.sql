-- How many different people of one name the pool knows, and the name's share: a common name alone proves little.
-- The whole is taken to the next power of two, so that a share changes with its own name and not with every record.
WITH people AS (
    SELECT p.name_key, greatest(count(DISTINCT coalesce(
               a.id_hash, CASE WHEN length(p.id_region) = 6 OR length(p.id_birth) = 8 THEN concat(p.id_region, p.id_birth, p.id_tail) END)), 1) AS people
    FROM person_row AS p
    LEFT JOIN person_anchored AS a USING (row_id)
    WHERE p.name_key IS NOT NULL
    GROUP BY p.name_key
)
SELECT name_key, people, people / greatest(pow(2, ceil(log2(sum(people) OVER ()))), (SELECT value FROM party.setting WHERE id = 'least_population')) AS name_share
FROM people
