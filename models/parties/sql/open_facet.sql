-- The persons of records whose pairs are still open: of those that changed, and of those whom a block may bring
-- together with them.
WITH open AS (
    SELECT * FROM party.facet WHERE name_key IS NOT NULL AND (is_administrative OR role <> 'registered')
),
changed AS (
    SELECT * FROM open SEMI JOIN party_changed USING (feed, record_id)
)
SELECT *, (feed, record_id) IN (SELECT (feed, record_id) FROM party_changed) AS is_changed
FROM open
WHERE (feed, record_id) IN (SELECT (feed, record_id) FROM party_changed) OR {blocks} -- part
