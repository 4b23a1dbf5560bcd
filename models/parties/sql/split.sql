-- Parties in which an analyst found two: each record goes with that part with which it shares most of what
-- identifies a party; what shares as much with several stays with the first, which keeps the party's id.
WITH concerned AS (
    SELECT s.*, feed || '|' || record_id AS paper, {party} AS party
    FROM party_settled AS s
    WHERE {party} IN (SELECT party FROM party_part)
),
feature AS (
    SELECT feed || '|' || record_id AS paper, unnest([
        'n' || name_key, 'c' || credit_code, 'i' || id_hash, 'b' || id_birth, 't' || id_tail, 'p' || phone_key, 'a' || address_key]) AS feature
    FROM party.mention
    WHERE (feed, record_id) IN (SELECT (feed, record_id) FROM concerned)
    UNION
    SELECT feed || '|' || record_id, 'm' || matter FROM party.matter
    WHERE (feed, record_id) IN (SELECT (feed, record_id) FROM concerned)
    UNION
    SELECT paper, 'h' || person_id FROM concerned
),
of_part AS (
    SELECT DISTINCT p.party, p.part, f.feature FROM party_part AS p JOIN feature AS f USING (paper)
),
shared AS (
    SELECT c.paper, o.part, count(*) AS features
    FROM concerned AS c
    JOIN feature AS f USING (paper)
    JOIN of_part AS o ON o.party = c.party AND o.feature = f.feature
    GROUP BY c.paper, o.part
),
nearest AS (
    SELECT paper, arg_min(part, {most: -features, part: part}) AS part FROM shared GROUP BY paper
),
assigned AS (
    SELECT c.feed, c.record_id, c.party, coalesce(own.part, n.part, 0) AS part
    FROM concerned AS c
    LEFT JOIN party_part AS own USING (paper)
    LEFT JOIN nearest AS n USING (paper)
),
part AS (
    SELECT DISTINCT party, part, first FROM party_part
),
renamed AS (
    SELECT s.feed, s.record_id, s.kind, s.party_id, s.person_id, left(md5(s.party_id || p.first), 15) AS party_sign, left(md5(s.person_id || p.first), 15) AS person_sign
    FROM party_settled AS s
    JOIN assigned AS a USING (feed, record_id)
    JOIN part AS p ON p.party = a.party AND p.part = a.part
    WHERE a.part > 0
)
SELECT
    feed,
    record_id,
    CASE kind WHEN 'person' THEN left(party_id, 1) || person_sign ELSE 'N' || party_sign END AS party_id,
    left(person_id, 1) || person_sign AS person_id
FROM renamed
