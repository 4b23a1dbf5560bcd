-- What these namings are, or were, recognised by.
SELECT key FROM changed_person_key
UNION
SELECT key FROM party.person_key SEMI JOIN touched_person USING (row_id)
