-- What each record says of its party, without its long texts; the fingerprint tells whether it is still the same.
-- Days in an impossible order speak for no time: which of the two is the slip is not known, and i05 tells of it.
WITH every AS (
    SELECT 'penalty' AS feed, record_id, version, party_name AS name, party_id_no AS id_no, credit_code AS code,
           legal_rep AS owner, legal_rep_id_no AS owner_id, phone, address,
           coalesce(filed_on, decided_on) AS from_on, decided_on AS to_on
    FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id, version, party_name, party_id_no, credit_code, legal_rep, NULL, phone, address,
           filed_on, coalesce(closed_on, filed_on)
    FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id, version, party_name, party_id_no, credit_code, NULL, NULL, NULL, NULL,
           coalesce(reported_on, approved_on::DATE, transferred_on::DATE),
           coalesce(transferred_on::DATE, approved_on::DATE, reported_on)
    FROM known.transfer
    UNION ALL
    SELECT 'police_case', record_id, version, suspect_name, suspect_id_no, credit_code, NULL, NULL, NULL, NULL,
           filed_on, filed_on
    FROM known.police_case
    UNION ALL
    SELECT 'prosecution', record_id, version, suspect_name, suspect_id_no, credit_code, NULL, NULL, NULL, NULL,
           accepted_on, accepted_on
    FROM known.prosecution
    UNION ALL
    SELECT 'judgment', record_id, version, defendant_name, defendant_id_no, credit_code, NULL, NULL, NULL, NULL,
           judged_on, judged_on
    FROM known.judgment
    UNION ALL
    SELECT 'procuratorial_document', record_id, version, party_name, party_id_no, credit_code, NULL, NULL, NULL, NULL,
           issued_on, issued_on
    FROM known.procuratorial_document
    UNION ALL
    SELECT 'inspection', record_id, version, seller_name, NULL, seller_credit_code, NULL, NULL, NULL, NULL,
           coalesce(sampled_on, reported_on), reported_on
    FROM known.inspection
    UNION ALL
    SELECT 'complaint', record_id, version, target_name, NULL, target_credit_code, NULL, NULL, NULL, target_address,
           received_on, received_on
    FROM known.complaint
),
dated AS (
    SELECT
        * EXCLUDE (from_on, to_on),
        CASE WHEN from_on <= to_on THEN from_on WHEN to_on IS NULL THEN from_on END AS from_on,
        CASE WHEN from_on <= to_on THEN to_on WHEN from_on IS NULL THEN to_on END AS to_on
    FROM every
)
SELECT *, hash(version, name, id_no, code, owner, owner_id, phone, address, from_on, to_on) AS fingerprint
FROM dated
