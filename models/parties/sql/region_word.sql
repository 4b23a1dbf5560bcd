-- Names of cities and districts as firms bear them, with and without 市, 区, 县: 临溟市云桥区某某 and 临溟云桥某某.
-- What only a few firms begin with may be a brand.
WITH found AS (
    SELECT unnest([city, district]) AS word FROM party.firm
)
SELECT word
FROM found
WHERE word <> ''
GROUP BY word
HAVING count(*) >= (SELECT value FROM party.setting WHERE id = 'region_bearers')
ORDER BY word
