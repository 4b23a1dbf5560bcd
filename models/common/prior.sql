-- Earlier penalties and convictions of the same party for each condition that a repeat route sets: in force
-- before the new act, not revoked, of the named kind of conduct and authority, inside the window; and how many
-- there would be without one of these, to say why a condition fails.
WITH setting AS (
    SELECT
        (SELECT value FROM rule.parameter WHERE model = 'f01_penalty_instead_of_prosecution' AND id = 'candidate_confidence')
            AS candidate_confidence
),
fined AS (
    SELECT p.record_id, p.decision_no AS no, p.authority, p.decided_on, coalesce(p.served_on, p.decided_on) AS effective_on,
           p.revoked_on, a.party_id, a.actor_id, a.person_id, s.party_kind
    FROM known.penalty AS p
    JOIN party.actor AS a ON a.feed = 'penalty' AND a.record_id = p.record_id
    JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = p.record_id
),
conduct AS (
    SELECT e.record_id, list(e.offence) AS offences
    FROM fact.evaluation AS e
    JOIN fact.candidate AS c USING (feed, record_id, offence)
    CROSS JOIN setting AS s
    WHERE e.feed = 'penalty' AND c.confidence >= s.candidate_confidence AND e.exclusion IS NULL
    GROUP BY e.record_id
),
new_act AS (
    SELECT DISTINCT c.record_id, r.prior_id, r.offences, r.kinds, r.at_least, r.months, r.window_start, r.by_pattern,
           s.act_on, f.decided_on, f.party_id, f.actor_id, f.person_id, s.party_kind
    FROM fact.candidate AS c
    JOIN rule.prior AS r ON r.offence = c.offence
    JOIN fact.subject AS s ON s.feed = c.feed AND s.record_id = c.record_id
    JOIN fined AS f ON f.record_id = c.record_id
    WHERE c.feed = 'penalty'
),
earlier AS (
    SELECT n.record_id, n.prior_id, 'penalty' AS feed, f.record_id AS prior_record, f.no, f.effective_on,
           coalesce(list_has_any(k.offences, n.offences), FALSE) AS is_same_conduct,
           coalesce(f.revoked_on <= (SELECT as_of FROM known.run), FALSE) AS is_revoked,
           n.months IS NULL
           OR (n.act_on - to_months(n.months)
               <= CASE n.window_start WHEN 'first_penalty_effective' THEN f.effective_on ELSE f.decided_on END) AS is_inside
    FROM new_act AS n
    JOIN fined AS f ON f.record_id <> n.record_id
        AND (f.party_id = n.party_id OR (f.actor_id = n.actor_id AND f.party_kind = 'person' AND n.party_kind = 'person'))
        -- A sole trader is its operator: what the former operator of a shop was fined for is no act of the new one.
        AND NOT coalesce(f.party_kind = 'person' AND n.party_kind = 'person'
                         AND starts_with(f.person_id, 'P') AND starts_with(n.person_id, 'P') AND f.person_id <> n.person_id, FALSE)
    LEFT JOIN conduct AS k ON k.record_id = f.record_id
    WHERE list_contains(n.kinds, 'admin')
      AND f.effective_on < n.act_on
      AND f.decided_on < n.decided_on
      AND (n.by_pattern IS NULL OR regexp_matches(f.authority, n.by_pattern))
    UNION ALL
    SELECT n.record_id, n.prior_id, 'judgment', j.record_id, j.court_case_no, coalesce(j.effective_on, j.judged_on),
           coalesce(list_has_any(c.codes, n.offences), FALSE),
           FALSE,
           n.months IS NULL OR n.act_on - to_months(n.months) <= coalesce(j.effective_on, j.judged_on)
    FROM new_act AS n
    JOIN party.actor AS a ON a.feed = 'judgment' AND (a.party_id = n.party_id OR a.actor_id = n.actor_id)
    JOIN known.judgment AS j ON j.record_id = a.record_id
    JOIN fact.criminal AS c ON c.feed = 'judgment' AND c.record_id = j.record_id
    WHERE list_contains(n.kinds, 'criminal') AND j.verdict = '有罪' AND coalesce(j.effective_on, j.judged_on) < n.act_on
)
SELECT
    n.record_id,
    n.prior_id,
    n.at_least,
    count(e.no) FILTER (WHERE is_same_conduct AND NOT is_revoked AND is_inside) AS number,
    count(e.no) FILTER (WHERE is_same_conduct AND is_inside) AS with_revoked,
    count(e.no) FILTER (WHERE is_same_conduct AND NOT is_revoked) AS without_window,
    count(e.no) FILTER (WHERE is_inside AND NOT is_revoked) AS any_conduct,
    -- The decision itself speaks of earlier penalties, without their numbers: they may be with another body.
    CASE WHEN bool_or(t.record_id IS NOT NULL) THEN n.at_least ELSE 0 END AS told,
    list({feed: e.feed, record_id: e.prior_record, no: e.no, "on": e.effective_on} ORDER BY e.effective_on, e.no)
        FILTER (WHERE is_same_conduct AND NOT is_revoked AND is_inside) AS priors
FROM new_act AS n
LEFT JOIN (
    SELECT DISTINCT record_id FROM fact.stated WHERE feed = 'penalty' AND what = 'punished_before' AND value
) AS t ON t.record_id = n.record_id
LEFT JOIN earlier AS e ON e.record_id = n.record_id AND e.prior_id = n.prior_id
GROUP BY n.record_id, n.prior_id, n.at_least
