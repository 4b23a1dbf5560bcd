-- The natural person behind each naming: by the number, else by what is shared with others, else the naming alone.
-- A bare name makes nobody one with another: whoever counts earlier cases must not count a namesake's.
SELECT
    p.*,
    a.id_hash AS anchor,
    a.by_place,
    -- What the naming is known by: 0 its own number.
    CASE WHEN a.id_hash IS NOT NULL THEN coalesce(a.by_place, 0) ELSE l.place END AS place,
    CASE
        WHEN a.id_hash IS NOT NULL THEN 'P' || left(a.id_hash, 15)
        ELSE coalesce(l.label, 'N' || left(md5(p.row_id), 15))
    END AS person_id
FROM person_row AS p
SEMI JOIN touched_person USING (row_id) -- part
LEFT JOIN person_anchored AS a USING (row_id)
LEFT JOIN person_label AS l USING (row_id)
