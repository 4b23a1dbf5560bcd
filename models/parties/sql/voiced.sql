-- The records whose party verdicts of analysts change.
SELECT feed, record_id FROM party_split
UNION
SELECT feed, record_id FROM party_settled WHERE coalesce(person_id, party_id) IN (SELECT party FROM party_merged)
