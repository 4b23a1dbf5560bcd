-- The persons of records whose pairs are still open. Administrative persons stand once per record and name.
CREATE OR REPLACE TEMP TABLE party_open AS
SELECT
    f.*,
    (f.feed, f.record_id) IN (SELECT (feed, record_id) FROM party_changed) AS is_changed
FROM party.facet AS f
WHERE f.name_key IS NOT NULL AND (f.is_administrative OR f.role <> 'registered')
