-- Records whose party, or whoever stands behind it, may be another.
SELECT feed, record_id FROM party_fresh
UNION
SELECT feed, record_id FROM changed_unit
UNION
SELECT feed, record_id FROM changed_person
UNION
SELECT feed, record_id FROM party.unit WHERE unit_id IN (SELECT own_unit FROM changed_person)
