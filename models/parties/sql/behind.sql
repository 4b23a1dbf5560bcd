-- Who stood behind the party of a record on its days: whom the record itself names, else whom the register names
-- for these days, else whom it names without days.
WITH own AS (
    SELECT feed, record_id, person_id, row_id,
           list_position(['party', 'id_holder', 'operator', 'owner'], role) AS place
    FROM party.person
    WHERE role IN ('party', 'id_holder', 'operator', 'owner')
      AND (feed, record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
),
registered AS (
    SELECT feed, record_id, person_id, row_id, 4 + place AS place FROM party.registered_behind
    WHERE role = 'party'
      AND (feed, record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
)
SELECT feed, record_id, arg_min(person_id, {place: place, row_id: row_id}) AS person_id, min(place) AS place
FROM (SELECT * FROM own UNION ALL SELECT * FROM registered)
GROUP BY feed, record_id
