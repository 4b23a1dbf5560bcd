-- The acts of a group end with the last of them; the kind of party is known if all agree.
SELECT
    'group' AS feed,
    g.group_id AS record_id,
    max(s.act_on) AS act_on,
    CASE WHEN count(DISTINCT s.party_kind) = 1 AND count(s.party_kind) = count(*) THEN min(s.party_kind) END AS party_kind
FROM fact.group_member AS g
JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = g.record_id
GROUP BY g.group_id
