-- Telephones and addresses that many bear (agents, shared registration): they identify nobody.
WITH used AS (
    SELECT 'phone' AS kind, phone_key AS value, credit_code AS bearer FROM party.firm
    UNION ALL SELECT 'address', address_key, credit_code FROM party.firm
    UNION ALL SELECT 'phone', phone_key, name_key FROM party.mention WHERE role = 'party'
    UNION ALL SELECT 'address', address_key, name_key FROM party.mention WHERE role = 'party'
)
SELECT kind, value, count(DISTINCT bearer) AS bearers
FROM used
SEMI JOIN touched_hub USING (kind, value) -- part
WHERE value IS NOT NULL
GROUP BY kind, value
HAVING count(DISTINCT bearer) >= (SELECT value FROM party.setting WHERE id = 'hub_bearers')
