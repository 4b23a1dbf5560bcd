-- The natural person behind the party of each case record, under one id: the party itself, the registered
-- owner or legal representative, else the owner the record names; a firm without any is its own actor.
WITH numbered AS (
    SELECT
        feed,
        record_id,
        arg_min(id_full, list_position(['party', 'registered_owner', 'owner'], role)) AS id_full
    FROM party.mention
    WHERE id_full IS NOT NULL AND role IN ('party', 'registered_owner', 'owner')
    GROUP BY feed, record_id
),
by_party AS (
    -- A record that gives no number takes the one that other records of the same firm agree on.
    SELECT r.party_id, min(n.id_full) AS id_full
    FROM party.resolved AS r
    JOIN numbered AS n ON n.feed = r.feed AND n.record_id = r.record_id
    GROUP BY r.party_id
    HAVING count(DISTINCT n.id_full) = 1
)
SELECT
    r.feed,
    r.record_id,
    r.party_id,
    r.party_name,
    r.credit_code,
    'A' || left(md5(coalesce(n.id_full, b.id_full, r.party_id)), 12) AS actor_id
FROM party.resolved AS r
LEFT JOIN numbered AS n ON n.feed = r.feed AND n.record_id = r.record_id
LEFT JOIN by_party AS b ON b.party_id = r.party_id
