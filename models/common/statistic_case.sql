-- The cases that the statistics of f03, f07 and f12 count, once at the line and once at each placebo line,
-- where nothing should happen: which body, which topic, and whether the case is a hit.
WITH setting AS (
    SELECT
        model,
        max(value) FILTER (WHERE id = 'placebo_low') AS placebo_low,
        max(value) FILTER (WHERE id = 'placebo_high') AS placebo_high,
        max(value) FILTER (WHERE id = 'band') AS band,
        max(value) FILTER (WHERE id = 'silent_months') AS silent_months
    FROM rule.parameter
    GROUP BY model
),
line AS (
    SELECT model, band, silent_months, 'line' AS line, 1.0::DOUBLE AS times FROM setting
    UNION ALL SELECT model, band, silent_months, 'placebo_low', placebo_low FROM setting
    UNION ALL SELECT model, band, silent_months, 'placebo_high', placebo_high FROM setting
),
-- Refusals: of the transfers whose facts reach the line (or the placebo's share of it), those that were refused.
refused AS (
    SELECT
        'f03_police_decision_overdue' AS model,
        coalesce(a.authority_key, x_name(t.to_authority)) AS body_key,
        t.to_authority AS body,
        '不予立案' AS topic,
        'transfer' AS feed, t.record_id, t.transfer_no AS no, t.police_decided_on AS told_on, t.known_on,
        t.police_decision = '不予立案' AS is_hit,
        CASE WHEN l.outcome = 'met' THEN coalesce(l.margin, 1.0) WHEN l.margin < 1 THEN l.margin END AS reach
    FROM known.transfer AS t
    JOIN fact.transfer_lead AS l ON l.transfer_id = t.record_id
    LEFT JOIN party.authority AS a ON a.name_key = x_name(t.to_authority)
    WHERE t.kind = '涉嫌犯罪' AND t.to_authority IS NOT NULL AND t.police_decision IN ('立案', '不予立案')
      AND t.police_decided_on IS NOT NULL AND l.exclusion IS NULL
),
-- Amounts: of the penalties in the two bands below the line, those in the upper one. Cases that went to the
-- police are in no penalty feed; both bands are alike in that. Where another amount is not told (a tobacco case
-- without its gain), the lead names what is missing; how near the line a case lies is for what is told to say.
priced AS (
    SELECT
        'f07_threshold_bunching' AS model,
        coalesce(a.authority_key, x_name(p.authority)) AS body_key,
        p.authority AS body,
        l.offence_name AS topic,
        'penalty' AS feed, p.record_id, p.decision_no AS no, p.decided_on AS told_on, p.known_on,
        CASE WHEN l.outcome = 'unknown' THEN l.nearest ELSE l.margin END AS reach
    FROM fact.lead AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    LEFT JOIN party.authority AS a ON a.name_key = x_name(p.authority)
    WHERE l.feed = 'penalty' AND l.value IS NOT NULL AND p.revoked_on IS NULL
      -- An amount above the line of a route that fails for another reason says nothing about bunching.
      AND (l.outcome = 'met') = (CASE WHEN l.outcome = 'unknown' THEN l.nearest ELSE l.margin END >= 1)
),
charged AS (
    SELECT x_number(police_case_no) AS number_key, min(accepted_on) AS accepted_on
    FROM known.prosecution
    WHERE police_case_no IS NOT NULL
    GROUP BY x_number(police_case_no)
),
-- Silence: of the cases filed at least so long ago, those that had no outcome for so long.
filed AS (
    SELECT
        'f12_police_case_stalled' AS model,
        coalesce(a.authority_key, x_name(c.police_org)) AS body_key,
        c.police_org AS body,
        '立案后无结果' AS topic,
        'police_case' AS feed, c.record_id, c.police_case_no AS no, c.filed_on AS told_on, c.known_on,
        c.filed_on,
        coalesce(least(c.outcome_on, h.accepted_on), r.as_of) AS ended_on,
        r.as_of
    FROM known.police_case AS c
    CROSS JOIN known.run AS r
    LEFT JOIN charged AS h ON h.number_key = x_number(c.police_case_no)
    LEFT JOIN party.authority AS a ON a.name_key = x_name(c.police_org)
    WHERE c.police_org IS NOT NULL AND c.filed_on IS NOT NULL
      -- An outcome without its date: how long it took is not known.
      AND (coalesce(c.outcome, '侦查中') = '侦查中' OR c.outcome_on IS NOT NULL OR h.accepted_on IS NOT NULL)
)
SELECT model, n.line, body_key, body, topic, feed, record_id, no, told_on, known_on, is_hit
FROM refused
JOIN line AS n USING (model)
WHERE reach >= n.times
UNION ALL
SELECT model, n.line, body_key, body, topic, feed, record_id, no, told_on, known_on, reach >= n.times * (1 - n.band)
FROM priced
JOIN line AS n USING (model)
WHERE reach >= n.times * (1 - 2 * n.band) AND reach < n.times
UNION ALL
SELECT
    model, n.line, body_key, body, topic, feed, record_id, no, told_on, known_on,
    ended_on > filed_on + to_days((n.times * n.silent_months * 365.25 / 12)::INTEGER)
FROM filed
JOIN line AS n USING (model)
WHERE filed_on + to_days((n.times * n.silent_months * 365.25 / 12)::INTEGER) < as_of
