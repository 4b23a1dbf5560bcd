-- Names of which there may be more or fewer people.
SELECT name_key FROM party.person_row SEMI JOIN touched_person USING (row_id) WHERE name_key IS NOT NULL
UNION
SELECT name_key FROM party.person SEMI JOIN touched_person USING (row_id) WHERE name_key IS NOT NULL
