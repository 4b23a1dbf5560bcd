-- Every person and organisation that a case record names, with what identifies them.
-- An identifier is used as far as it goes: whole numbers only if they are well formed, masked numbers by
-- their visible head and tail.
WITH raw AS (
    SELECT 'penalty' AS feed, record_id, 'party' AS role, party_name AS name, party_id_no AS id_no, credit_code,
           coalesce(filed_on, decided_on) AS from_on, decided_on AS to_on
    FROM known.penalty
    UNION ALL
    SELECT 'penalty', record_id, 'owner', legal_rep, legal_rep_id_no, NULL, coalesce(filed_on, decided_on), decided_on
    FROM known.penalty WHERE legal_rep IS NOT NULL
    UNION ALL
    SELECT 'admin_case', record_id, 'party', party_name, party_id_no, credit_code, filed_on, coalesce(closed_on, filed_on)
    FROM known.admin_case
    UNION ALL
    SELECT 'admin_case', record_id, 'owner', legal_rep, NULL, NULL, filed_on, coalesce(closed_on, filed_on)
    FROM known.admin_case WHERE legal_rep IS NOT NULL
    UNION ALL
    SELECT 'transfer', record_id, 'party', party_name, party_id_no, credit_code,
           coalesce(reported_on, approved_on::DATE, transferred_on::DATE),
           coalesce(transferred_on::DATE, approved_on::DATE, reported_on)
    FROM known.transfer
    UNION ALL
    SELECT 'police_case', record_id, 'party', suspect_name, suspect_id_no, credit_code, filed_on, filed_on
    FROM known.police_case
    UNION ALL
    SELECT 'prosecution', record_id, 'party', suspect_name, suspect_id_no, credit_code, accepted_on, accepted_on
    FROM known.prosecution
    UNION ALL
    SELECT 'judgment', record_id, 'party', defendant_name, defendant_id_no, credit_code, judged_on, judged_on
    FROM known.judgment
),
registered AS (
    -- The person the registry names behind a firm: by its code, else by a name that only one firm bears.
    SELECT r.feed, r.record_id, 'registered_owner' AS role, e.legal_rep AS name, e.owner_id AS id_no,
           NULL AS credit_code, r.from_on, r.to_on
    FROM raw AS r
    JOIN party.firm AS e ON e.credit_code = r.credit_code
    WHERE r.role = 'party' AND e.legal_rep IS NOT NULL
    UNION ALL
    SELECT r.feed, r.record_id, 'registered_owner', e.legal_rep, e.owner_id, NULL, r.from_on, r.to_on
    FROM raw AS r
    JOIN party.firm AS e ON e.name_key = replace(x_name(r.name), '有限责任公司', '有限公司')
    WHERE r.role = 'party' AND r.credit_code IS NULL AND e.is_only_bearer AND e.legal_rep IS NOT NULL
),
every AS (
    SELECT * FROM raw
    UNION ALL
    SELECT * FROM registered
)
SELECT
    feed,
    record_id,
    role,
    name,
    replace(x_name(name), '有限责任公司', '有限公司') AS name_key,
    credit_code,
    x_id_hash(id_no) AS id_hash,
    x_id_region(id_no) AS id_region,
    x_id_birth(id_no) AS id_birth,
    x_id_tail(id_no) AS id_tail,
    (credit_code IS NOT NULL OR length(replace(x_name(name), '有限责任公司', '有限公司')) > 4) AND role = 'party' AS is_firm,
    from_on,
    to_on
FROM every
WHERE name IS NOT NULL
