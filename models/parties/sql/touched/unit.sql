-- Namings of bodies that may be others' now: of records that changed, of what the register says otherwise of, and of
-- places that became hubs or are none any more.
WITH place AS (
    SELECT kind, value FROM touched_turned
    UNION SELECT 'phone', phone_key FROM changed_firm
    UNION SELECT 'address', address_key FROM changed_firm
)
SELECT mention_id FROM changed_mention WHERE kind = 'unit'
UNION
SELECT mention_id FROM party.mention WHERE kind = 'unit' AND credit_code IN (SELECT credit_code FROM changed_firm)
UNION
SELECT mention_id FROM party.mention
WHERE kind = 'unit' AND EXISTS (FROM changed_firm) AND x_uscc_repaired(credit_code) IN (SELECT credit_code FROM changed_firm)
UNION
SELECT mention_id FROM party.mention WHERE kind = 'unit' AND name_key IN (SELECT name_key FROM changed_firm_name)
UNION
SELECT mention_id FROM party.mention WHERE kind = 'unit' AND loose_key IN (SELECT loose_key FROM changed_firm_name)
UNION
SELECT mention_id FROM party.unit WHERE core IN (SELECT core FROM changed_firm_name)
UNION
SELECT mention_id FROM party.mention WHERE kind = 'unit' AND phone_key IN (SELECT value FROM place WHERE kind = 'phone')
UNION
SELECT mention_id FROM party.mention WHERE kind = 'unit' AND address_key IN (SELECT value FROM place WHERE kind = 'address')
