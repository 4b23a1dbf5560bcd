-- Convicted, and supervision still needed: per conviction with an administrative consequence, the authority, the
-- licences and market access to look at, whether a consequence is on record, and the bodies the person still
-- stands behind. A list to look through, no finding: consequences not yet confirmed stand there too.
WITH convicted AS (
    SELECT
        j.record_id, j.court_case_no, j.defendant_name, j.offence, coalesce(j.effective_on, j.judged_on) AS judged_on,
        c.authority, c.zh AS consequence_zh, c.look_at, c.basis, c.is_confirmed, r.person_id
    FROM known.judgment AS j
    JOIN rule.consequence AS c ON list_bool_or(list_transform(c.names, lambda name: contains(j.offence, name)))
    LEFT JOIN party.resolved AS r ON r.feed = 'judgment' AND r.record_id = j.record_id
    WHERE j.verdict IN ('有罪', '免予刑事处罚')
),
behind AS (
    SELECT DISTINCT b.person_id, e.credit_code, e.name, e.status, string_agg(DISTINCT b.role, '、' ORDER BY b.role) AS roles
    FROM party.bearer AS b
    JOIN known.entity AS e ON e.credit_code = b.unit_id
    CROSS JOIN known.run AS r
    WHERE coalesce(e.status, '存续') = '存续' AND e.cancelled_on IS NULL AND coalesce(b.to_on > r.as_of, TRUE)
    GROUP BY ALL
)
SELECT
    c.authority, c.court_case_no, c.defendant_name, c.offence, c.judged_on, c.consequence_zh, c.look_at, c.basis,
    c.is_confirmed,
    b.name AS body_name, b.credit_code, b.roles,
    coalesce(s.is_in_judgment OR s.imposed_on IS NOT NULL, FALSE) AS is_on_record,
    s.imposed_nos
FROM convicted AS c
LEFT JOIN behind AS b USING (person_id)
LEFT JOIN fact.consequence AS s ON s.record_id = c.record_id
ORDER BY c.authority, is_on_record, c.judged_on, c.court_case_no, c.defendant_name, b.credit_code
