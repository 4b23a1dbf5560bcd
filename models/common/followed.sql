-- What administrative bodies did about the conduct of a criminal record: penalties and cases of the same party,
-- and whether it is the same conduct. Where the rulebook does not know the offence, a decision of the competent
-- authority after the criminal one is about it; where it does, a decision for something else is not.
WITH ended AS (
    SELECT 'prosecution' AS feed, record_id, offence, decided_on AS ended_on, act_ended_on, NULL AS sender FROM known.prosecution
    UNION ALL SELECT 'police_case', record_id, offence, coalesce(outcome_on, filed_on), NULL, NULL FROM known.police_case
    UNION ALL SELECT 'transfer', record_id, suspected_offence, coalesce(police_decided_on, transferred_on::DATE), NULL, authority FROM known.transfer
    UNION ALL SELECT 'judgment', record_id, offence, judged_on, NULL, NULL FROM known.judgment
),
administrative AS (
    SELECT 'penalty' AS feed, record_id, decision_no AS no, authority, decided_on, fine_cny, revoked_on, remark,
           NULL AS status, NULL AS close_reason
    FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id, case_no, authority, coalesce(closed_on, filed_on), NULL, NULL, NULL, status, close_reason
    FROM known.admin_case
),
linked AS (
    SELECT
        a.feed, a.record_id, a.to_feed, a.to_record, a.tier, a.probability, a.is_sure, a.why_zh,
        CASE
            WHEN a.is_named OR list_contains(c.conducts, l.conduct) THEN TRUE
            WHEN NOT list_contains(c.conducts, l.conduct) THEN FALSE
            WHEN contains(m.remark, '检察意见') OR s.act_on = e.act_ended_on THEN TRUE
            WHEN c.conducts IS NULL AND regexp_matches(m.authority, n.pattern) AND m.decided_on >= e.ended_on THEN TRUE
            -- What the sender then decides itself is the matter it had sent, unless the act is a later one.
            WHEN m.decided_on >= e.ended_on AND coalesce(t.authority_key, x_name(e.sender)) = coalesce(g.authority_key, x_name(m.authority))
                AND NOT (s.act_on > e.ended_on AND s.act_on_basis IN ('act_ended_on', 'act_began_on', 'facts')) THEN TRUE
        END AS is_same_conduct
    FROM fact.answer AS a
    JOIN ended AS e ON e.feed = a.feed AND e.record_id = a.record_id
    JOIN administrative AS m ON m.feed = a.to_feed AND m.record_id = a.to_record
    JOIN fact.criminal AS c ON c.feed = a.feed AND c.record_id = a.record_id
    LEFT JOIN fact.lead AS l ON l.feed = a.to_feed AND l.record_id = a.to_record
    LEFT JOIN fact.subject AS s ON s.feed = a.to_feed AND s.record_id = a.to_record
    LEFT JOIN fact.norm AS n ON n.offence = e.offence
    LEFT JOIN party.authority AS t ON t.name_key = x_name(e.sender)
    LEFT JOIN party.authority AS g ON g.name_key = x_name(m.authority)
)
SELECT
    k.*,
    m.no,
    m.authority,
    m.decided_on,
    m.fine_cny,
    m.revoked_on,
    m.status,
    m.close_reason,
    k.is_sure AND coalesce(k.is_same_conduct, FALSE) AS is_answer
FROM linked AS k
JOIN administrative AS m ON m.feed = k.to_feed AND m.record_id = k.to_record
QUALIFY row_number() OVER (
    PARTITION BY k.feed, k.record_id, k.to_feed, k.to_record
    ORDER BY (k.is_sure AND coalesce(k.is_same_conduct, FALSE)) DESC, k.probability DESC, k.tier
) = 1
