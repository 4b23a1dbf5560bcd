-- The persons behind a body, in which capacity, from and to which day, and who says so. A record speaks for its
-- own days only; what the register says without days holds while nothing dated speaks against it.
SELECT own_unit AS unit_id, person_id, name_key, duty AS role, from_on, to_on, feed AS source, record_id
FROM party.person
WHERE own_unit IS NOT NULL
  AND (feed, record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
UNION
SELECT u.unit_id, p.person_id, p.name_key,
       CASE p.role WHEN 'operator' THEN '经营者' WHEN 'id_holder' THEN '证件持有人' ELSE '法定代表人或经营者' END,
       p.from_on, p.to_on, p.feed, p.record_id
FROM party.person AS p
JOIN party.unit AS u ON u.feed = p.feed AND u.record_id = p.record_id AND u.role = 'party'
WHERE p.role IN ('owner', 'operator', 'id_holder')
  AND (p.feed, p.record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
