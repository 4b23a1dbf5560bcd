-- Namings of persons that may be another's: those that changed, and a doubtful number where a whole one came or went;
-- whom they reach is followed from here.
SELECT row_id FROM changed_person_row
UNION
SELECT row_id FROM changed_person_key
UNION
SELECT row_id FROM party.person_row WHERE id_kind = 'D' AND id_hash IN (SELECT id_hash FROM changed_person_row)
