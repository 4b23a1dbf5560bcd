-- Telephones and addresses whose bearers may be others.
SELECT 'phone' AS kind, phone_key AS value FROM changed_firm
UNION SELECT 'address', address_key FROM changed_firm
UNION SELECT 'phone', phone_key FROM changed_mention WHERE role = 'party'
UNION SELECT 'address', address_key FROM changed_mention WHERE role = 'party'
