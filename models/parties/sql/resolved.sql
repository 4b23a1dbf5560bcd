-- The party of each record, judgements of analysts applied: who was found to be one has one id.
SELECT
    s.feed,
    s.record_id,
    s.mention_id,
    CASE WHEN s.kind = 'person' THEN coalesce(m.merged, s.party_id) ELSE s.party_id END AS party_id,
    coalesce(m.merged, s.person_id) AS person_id,
    s.party_name,
    s.credit_code
FROM party_settled AS s
SEMI JOIN touched_resolved USING (feed, record_id) -- part
LEFT JOIN party_merged AS m ON m.party = coalesce(s.person_id, s.party_id)
