-- The natural person behind the party of each case record, under one id: the party itself, the registered
-- owner or legal representative, else the owner the record names; a firm without any is its own actor.
WITH numbered AS (
    SELECT
        feed,
        record_id,
        arg_min(id_hash, list_position(['party', 'registered_owner', 'owner'], role)) AS id_hash
    FROM party.mention
    WHERE id_hash IS NOT NULL AND role IN ('party', 'registered_owner', 'owner')
    GROUP BY feed, record_id
),
whole AS (
    SELECT DISTINCT name_key, id_hash, id_region, id_tail FROM party.mention WHERE id_hash IS NOT NULL
),
masked AS (
    -- A masked number stands for the one whole number of that name that shows the same head and tail.
    SELECT m.feed, m.record_id, min(w.id_hash) AS id_hash
    FROM party.mention AS m
    JOIN whole AS w
      ON w.name_key = m.name_key
     AND starts_with(w.id_region, m.id_region) AND w.id_tail = m.id_tail
    WHERE m.role = 'party' AND m.id_hash IS NULL
    GROUP BY m.feed, m.record_id
    HAVING count(DISTINCT w.id_hash) = 1
),
by_party AS (
    -- A record that gives no number takes the one that other records of the same firm agree on.
    SELECT r.party_id, min(n.id_hash) AS id_hash
    FROM party.resolved AS r
    JOIN numbered AS n ON n.feed = r.feed AND n.record_id = r.record_id
    GROUP BY r.party_id
    HAVING count(DISTINCT n.id_hash) = 1
)
SELECT
    r.feed,
    r.record_id,
    r.party_id,
    r.party_name,
    r.credit_code,
    'A' || left(md5(coalesce(n.id_hash, m.id_hash, b.id_hash, r.party_id)), 12) AS actor_id
FROM party.resolved AS r
LEFT JOIN numbered AS n ON n.feed = r.feed AND n.record_id = r.record_id
LEFT JOIN masked AS m ON m.feed = r.feed AND m.record_id = r.record_id
LEFT JOIN by_party AS b ON b.party_id = r.party_id
