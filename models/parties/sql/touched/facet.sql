-- Records whose persons, as they are compared, may be others.
WITH changed AS (
    SELECT DISTINCT person_id FROM changed_person
)
SELECT feed, record_id FROM touched_record
UNION
SELECT feed, record_id FROM changed_rare_figure
UNION
SELECT feed, record_id FROM party.unit WHERE unit_id IN (SELECT credit_code FROM changed_firm)
UNION
SELECT feed, record_id FROM party.person SEMI JOIN changed USING (person_id) WHERE own_unit IS NULL
UNION
SELECT feed, record_id FROM party.registered_behind SEMI JOIN changed USING (person_id)
