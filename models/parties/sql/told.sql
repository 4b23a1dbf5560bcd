-- All that the linkage rests on, each with a fingerprint: records, the register, and analysts' verdicts.
SELECT feed, record_id, fingerprint FROM party_now
UNION ALL
SELECT 'entity', record_id,
       hash(version, credit_code, name, entity_type, legal_rep, legal_rep_id_no, former_names, phone, address, established_on,
            cancelled_on, parent_credit_code)
FROM known.entity
UNION ALL
SELECT 'entity_member', record_id, hash(version, credit_code, person_name, person_id_no, role, share, from_on, to_on)
FROM known.entity_member
UNION ALL
SELECT 'verdict', judgement_id, hash(judged_at, judged_by, verdict, a_feed, a_record, b_feed, b_record, note)
FROM party.judgement
