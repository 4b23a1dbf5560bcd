-- The texts that name the party of their record and may tell of others too: of parties of the same case or of records
-- that tell the same facts, of whom they call accused, or of who is dealt with elsewhere.
WITH record_text AS (
    {record_text}
),
named AS (
    SELECT r.feed, r.record_id, r.told_in, r.text, list(DISTINCT n.party ORDER BY n.party) AS own
    FROM record_text AS r
    JOIN own_name AS n USING (feed, record_id)
    WHERE contains(r.text, n.name) OR contains(r.text, left(n.name, 1) || '某')
    GROUP BY ALL
),
account AS (
    SELECT 'penalty' AS feed, record_id, facts FROM known.penalty
    UNION ALL SELECT 'admin_case', record_id, facts FROM known.admin_case
    UNION ALL SELECT 'transfer', record_id, facts FROM known.transfer
    UNION ALL SELECT 'police_case', record_id, facts FROM known.police_case
    UNION ALL SELECT 'prosecution', record_id, facts FROM known.prosecution
    UNION ALL SELECT 'judgment', record_id, facts FROM known.judgment
),
paper AS (
    SELECT feed, record_id, md5(facts) AS key FROM account WHERE facts IS NOT NULL
    UNION ALL
    SELECT feed, record_id, matter FROM party.matter
),
-- What many have in common is a stock phrase or no number at all.
shared AS (
    SELECT key, list(DISTINCT party) AS parties
    FROM paper
    JOIN own_name USING (feed, record_id)
    GROUP BY key
    HAVING count(DISTINCT party) BETWEEN 2 AND {most}
),
near AS (
    SELECT feed, record_id, list_sort(list_distinct(flatten(list(parties)))) AS parties
    FROM paper
    JOIN shared USING (key)
    SEMI JOIN named USING (feed, record_id)
    GROUP BY feed, record_id
)
SELECT
    n.feed, n.record_id, n.told_in, n.text, md5(n.text) AS text_hash, n.own,
    coalesce(list_filter(o.parties, lambda party: NOT list_contains(n.own, party)), []) AS others
FROM named AS n
LEFT JOIN near AS o USING (feed, record_id)
WHERE o.parties IS NOT NULL OR regexp_matches(n.text, '(?s)(?:{accused}).*(?:{accused})|[（(][^（()）]{{0,8}}(?:另案|另处|另行处理|在逃|已判)')
