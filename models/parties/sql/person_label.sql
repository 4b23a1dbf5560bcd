-- One round, for the keys of one place: namings without a number that share a key are one person, who takes the
-- label that those of them bear who already have one. A key is none if parts that are shown differ, or if those
-- who share it have different numbers or labels.
INSERT INTO person_label
WITH member AS (
    SELECT k.key, k.row_id, a.id_hash, l.label, p.id_region, p.id_birth, p.id_tail
    FROM person_key AS k
    JOIN person_row AS p USING (row_id)
    LEFT JOIN person_anchored AS a USING (row_id)
    LEFT JOIN person_label AS l USING (row_id)
    WHERE k.place = $place
),
agreed AS (
    SELECT key, coalesce(min(label), 'N' || left(md5(key), 15)) AS label
    FROM member
    GROUP BY key
    HAVING count_if(id_hash IS NULL) > 1 AND count(DISTINCT id_hash) <= 1 AND count(DISTINCT label) <= 1
       AND count(DISTINCT id_tail) <= 1 AND count(DISTINCT left(id_birth, 4)) <= 1
       AND count(DISTINCT id_birth) FILTER (WHERE length(id_birth) = 8) <= 1
       AND count(DISTINCT left(id_region, 4)) FILTER (WHERE length(id_region) >= 4) <= 1
),
shown AS (
    SELECT l.label, min(p.id_region) AS id_region, max(p.id_birth) AS id_birth, min(p.id_tail) AS id_tail
    FROM person_label AS l
    JOIN person_row AS p USING (row_id)
    GROUP BY l.label
)
SELECT m.row_id, min(g.label), $place
FROM member AS m
JOIN agreed AS g USING (key)
LEFT JOIN shown AS s ON s.label = g.label
WHERE m.id_hash IS NULL AND m.label IS NULL
  AND coalesce(left(s.id_region, 4) = left(m.id_region, 4), TRUE)
  AND coalesce(left(s.id_birth, length(m.id_birth)) = left(m.id_birth, length(s.id_birth)), TRUE)
  AND coalesce(s.id_tail = m.id_tail, TRUE)
GROUP BY m.row_id
