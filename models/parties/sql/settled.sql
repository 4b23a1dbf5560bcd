-- The party of each record under one id, and the natural person it is or who stood behind it on that day.
SELECT
    m.feed,
    m.record_id,
    m.mention_id,
    coalesce(u.unit_id, p.person_id) AS party_id,
    b.person_id,
    m.name AS party_name,
    CASE WHEN NOT starts_with(u.unit_id, 'N') THEN u.unit_id ELSE e.credit_code END AS credit_code,
    m.kind
FROM party.mention AS m
LEFT JOIN party.unit AS u USING (mention_id)
LEFT JOIN party.person AS p ON p.row_id = m.mention_id
LEFT JOIN party.behind AS b ON b.feed = m.feed AND b.record_id = m.record_id
-- A natural party with a code beside it: the firm's code.
LEFT JOIN party.mention AS e ON e.feed = m.feed AND e.record_id = m.record_id AND e.role = 'employer'
WHERE m.role = 'party'
  AND (m.feed, m.record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
