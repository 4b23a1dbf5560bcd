-- The numbers by which papers of one case refer to one another, of papers that are new or different; an account of the facts told alike, with its days
-- and amounts, in two papers of one authority refers as a number does.
WITH account AS (
    SELECT 'penalty' AS feed, record_id, authority, facts FROM known.penalty AS k SEMI JOIN party_fresh AS f ON f.feed = 'penalty' AND f.record_id = k.record_id
    UNION ALL SELECT 'admin_case', record_id, authority, facts FROM known.admin_case AS k SEMI JOIN party_fresh AS f ON f.feed = 'admin_case' AND f.record_id = k.record_id
    UNION ALL SELECT 'transfer', record_id, authority, facts FROM known.transfer AS k SEMI JOIN party_fresh AS f ON f.feed = 'transfer' AND f.record_id = k.record_id
),
every AS (
    SELECT 'penalty' AS feed, record_id, unnest([
        {kind: 'decision', authority: authority, no: decision_no},
        {kind: 'case', authority: authority, no: case_no}]) AS n
    FROM known.penalty AS k SEMI JOIN party_fresh AS f ON f.feed = 'penalty' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'admin_case', record_id, {kind: 'case', authority: authority, no: case_no} FROM known.admin_case AS k SEMI JOIN party_fresh AS f ON f.feed = 'admin_case' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'transfer', record_id, unnest([
        {kind: 'decision', authority: authority, no: decision_no},
        {kind: 'case', authority: authority, no: case_no},
        {kind: 'transfer', authority: NULL, no: transfer_no}, {kind: 'police', authority: NULL, no: police_case_no}])
    FROM known.transfer AS k SEMI JOIN party_fresh AS f ON f.feed = 'transfer' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'police_case', record_id, unnest([
        {kind: 'transfer', authority: NULL, no: transfer_no}, {kind: 'police', authority: NULL, no: police_case_no}])
    FROM known.police_case AS k SEMI JOIN party_fresh AS f ON f.feed = 'police_case' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'prosecution', record_id, unnest([
        {kind: 'police', authority: NULL, no: police_case_no}, {kind: 'prosecution', authority: NULL, no: pros_no}])
    FROM known.prosecution AS k SEMI JOIN party_fresh AS f ON f.feed = 'prosecution' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'judgment', record_id, {kind: 'prosecution', authority: NULL, no: pros_no} FROM known.judgment AS k SEMI JOIN party_fresh AS f ON f.feed = 'judgment' AND f.record_id = k.record_id
    UNION ALL
    SELECT 'procuratorial_document', record_id, unnest([
        {kind: 'transfer', authority: NULL, no: transfer_no}, {kind: 'police', authority: NULL, no: police_case_no},
        {kind: 'prosecution', authority: NULL, no: pros_no}])
    FROM known.procuratorial_document AS k SEMI JOIN party_fresh AS f ON f.feed = 'procuratorial_document' AND f.record_id = k.record_id
),
-- A number is read once, wherever it stands.
numbered AS MATERIALIZED (
    SELECT feed, record_id, n.kind, n.authority, x_number(n.no) AS no FROM every WHERE n.no IS NOT NULL
    UNION ALL
    SELECT feed, record_id, 'account', authority, md5(x_squeeze(x_fold(facts)))
    FROM account
    -- A stock phrase is told of many; an account worth comparing is long and has figures.
    WHERE length(facts) >= (SELECT value FROM party.setting WHERE id = 'least_account') AND regexp_matches(facts, '[0-9０-９].*[0-9０-９].*[0-9０-９]')
),
-- The numbers of administrative bodies, and what they tell, are their own.
told AS MATERIALIZED (
    SELECT feed, record_id, kind, CASE WHEN kind IN ('decision', 'case', 'account') THEN x_authority(authority) || no ELSE no END AS no
    FROM numbered
)
SELECT feed, record_id, kind, no
FROM told
WHERE no IS NOT NULL
