-- Records whose persons and bodies may be others.
SELECT feed, record_id FROM touched_record
UNION
SELECT feed, record_id FROM changed_resolved
