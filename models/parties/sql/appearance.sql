-- Where persons and bodies have a case of their own: named in it as party, owner or firm. Complaints and tests are
-- no cases, and a shop told of in the facts has none by that.
SELECT m.feed, m.record_id, m.role, m.name_key, coalesce(u.unit_id, m.credit_code) AS credit_code, r.person_id
FROM party.mention AS m
LEFT JOIN party.unit AS u USING (mention_id)
LEFT JOIN party.resolved AS r ON r.feed = m.feed AND r.record_id = m.record_id
WHERE m.feed NOT IN ('inspection', 'complaint') AND m.role <> 'told_shop'
  AND (m.feed, m.record_id) IN (SELECT (feed, record_id) FROM touched_appearance) -- part
