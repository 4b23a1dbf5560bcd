-- Records whose party may be another, by what they say or by a verdict that came or no longer holds.
SELECT feed, record_id FROM touched_record
UNION
SELECT feed, record_id FROM party.voiced
UNION
SELECT feed, record_id FROM party_voiced
