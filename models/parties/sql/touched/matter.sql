-- Papers whose matter may be another: those that changed, those with whose numbers they meet now or met before, and
-- all of the matters of both.
WITH seed AS (
    SELECT feed, record_id FROM party_fresh
    UNION
    SELECT feed, record_id FROM party.number SEMI JOIN changed_number USING (kind, no)
)
SELECT feed, record_id FROM seed
UNION
SELECT feed, record_id FROM party.matter WHERE matter IN (SELECT matter FROM party.matter SEMI JOIN seed USING (feed, record_id))
