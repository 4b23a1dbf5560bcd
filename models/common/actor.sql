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
whole AS (
    SELECT DISTINCT name_key, id_full FROM party.mention WHERE id_full IS NOT NULL
),
masked AS (
    -- A masked number stands for the one whole number of that name that shows the same head and tail.
    SELECT m.feed, m.record_id, min(w.id_full) AS id_full
    FROM party.mention AS m
    JOIN whole AS w
      ON w.name_key = m.name_key
     AND starts_with(w.id_full, m.id_head) AND ends_with(w.id_full, m.id_tail)
    WHERE m.role = 'party' AND m.id_full IS NULL
    GROUP BY m.feed, m.record_id
    HAVING count(DISTINCT w.id_full) = 1
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
    'A' || left(md5(coalesce(n.id_full, m.id_full, b.id_full, r.party_id)), 12) AS actor_id
FROM party.resolved AS r
LEFT JOIN numbered AS n ON n.feed = r.feed AND n.record_id = r.record_id
LEFT JOIN masked AS m ON m.feed = r.feed AND m.record_id = r.record_id
LEFT JOIN by_party AS b ON b.party_id = r.party_id
