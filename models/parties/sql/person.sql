-- The natural person behind each naming: by the number, else by the strongest key shared with others, else by the
-- bare name where no two people of that name are known, else the naming alone.
WITH strongest AS (
    SELECT row_id, arg_min(key, {place: place, key: key}) AS key FROM person_key GROUP BY row_id
)
SELECT
    p.*,
    a.id_hash AS anchor,
    a.by_place,
    coalesce(n.people, 1) AS people,
    n.name_share,
    CASE
        WHEN a.id_hash IS NOT NULL THEN 'P' || left(a.id_hash, 15)
        WHEN s.key IS NOT NULL THEN 'N' || left(md5(s.key), 15)
        WHEN p.name_key IS NOT NULL AND n.people <= 1 THEN 'N' || left(md5(p.name_key), 15)
        ELSE 'N' || left(md5(p.row_id), 15)
    END AS person_id
FROM person_row AS p
LEFT JOIN person_anchored AS a USING (row_id)
LEFT JOIN strongest AS s USING (row_id)
LEFT JOIN party.namesake AS n ON n.name_key = p.name_key
