-- Namings of persons that may be recognised by other things now.
SELECT row_id FROM changed_person_row
UNION
SELECT row_id FROM party.person_row SEMI JOIN changed_unit USING (feed, record_id)
UNION
SELECT row_id FROM party.person_row SEMI JOIN changed_matter USING (feed, record_id)
UNION
SELECT row_id FROM party.person_row WHERE phone_key IN (SELECT value FROM touched_turned WHERE kind = 'phone')
UNION
SELECT row_id FROM party.person_row WHERE address_key IN (SELECT value FROM touched_turned WHERE kind = 'address')
