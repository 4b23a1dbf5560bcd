-- The natural person behind the party of each case record, under one id; a body behind which nobody is known is
-- its own actor.
SELECT
    feed,
    record_id,
    party_id,
    party_name,
    credit_code,
    person_id,
    'A' || left(md5(coalesce(person_id, party_id)), 12) AS actor_id
FROM party.resolved
