-- Records to be linked again: of which linking sees something else, and both sides of a name that became commoner or
-- rarer.
WITH named AS (
    SELECT feed, record_id, name_key, is_administrative FROM party.facet SEMI JOIN changed_namesake USING (name_key)
),
met AS (
    SELECT name_key FROM named GROUP BY name_key HAVING count(DISTINCT is_administrative) = 2
)
SELECT feed, record_id FROM changed_profile
UNION
SELECT feed, record_id FROM named SEMI JOIN met USING (name_key)
