-- One round: a naming without a number takes the number that all who share its strongest key agree on, unless a
-- part that both show speaks against it.
WITH shown AS (
    SELECT id_hash, min(id_region) AS id_region, min(id_birth) AS id_birth, min(id_tail) AS id_tail
    FROM person_row WHERE id_kind = 'W' GROUP BY id_hash
),
agreed AS (
    SELECT k.key, min(a.id_hash) AS id_hash
    FROM person_key AS k
    JOIN person_anchored AS a USING (row_id)
    GROUP BY k.key
    HAVING count(DISTINCT a.id_hash) = 1
),
offered AS (
    SELECT p.row_id, k.place, g.id_hash
    FROM person_row AS p
    JOIN person_key AS k USING (row_id)
    JOIN agreed AS g USING (key)
    LEFT JOIN shown AS s ON s.id_hash = g.id_hash
    WHERE p.row_id NOT IN (SELECT row_id FROM person_anchored)
      AND coalesce(left(s.id_region, length(p.id_region)) = p.id_region, TRUE)
      AND coalesce(left(s.id_birth, length(p.id_birth)) = p.id_birth, TRUE)
      AND coalesce(s.id_tail = p.id_tail, TRUE)
)
SELECT row_id, id_hash, by_place FROM person_anchored
UNION ALL
SELECT row_id, arg_min(id_hash, {place: place, id_hash: id_hash}), min(place)
FROM offered
GROUP BY row_id
