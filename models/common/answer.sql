-- Which criminal records answer an administrative one: of the same person or firm, and of the same conduct:
-- the papers refer to one another, or the offence is of the same conduct (or is not one the rulebook knows)
-- and the dates fit the act.
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'link_sure') AS link_sure,
        max(value) FILTER (WHERE id = 'link_possible') AS link_possible,
        max(value) FILTER (WHERE id = 'window_before_days')::INTEGER AS window_before_days,
        max(value) FILTER (WHERE id = 'window_unknown_days')::INTEGER AS window_unknown_days,
        max(value) FILTER (WHERE id = 'window_after_days')::INTEGER AS window_after_days
    FROM rule.parameter
    WHERE model = 'f01_penalty_instead_of_prosecution'
),
administrative AS (
    SELECT feed, record_id, a.authority, filed_on, ended_on, act_on,
           act_on_basis IN ('act_ended_on', 'act_began_on', 'facts') AS is_act_dated
    FROM (
        SELECT 'penalty' AS feed, record_id, authority, filed_on, decided_on AS ended_on FROM known.penalty
        UNION ALL
        SELECT 'admin_case', record_id, authority, filed_on, coalesce(closed_on, (SELECT as_of FROM known.run))
        FROM known.admin_case
    ) AS a
    JOIN (SELECT feed, record_id, act_on, act_on_basis FROM fact.subject) USING (feed, record_id)
),
linked AS (
    -- A possible link, one kind of conduct and one last day of the act are one act: a namesake who did the same
    -- until the very same day is far less likely than a record without a number or with a name misspelt.
    SELECT
        k.a_feed, k.a_record, k.b_feed, k.b_record,
        k.tier IN ('person_name', 'statistical') AND k.probability >= s.link_possible AND p.is_act_dated AND list_contains(n.conducts, e.conduct)
            AND coalesce(n.act_ended_on = p.act_on, contains(x_fold(n.facts), x_day_zh(p.act_on)), FALSE) AS is_same_act,
        CASE WHEN is_same_act THEN 'same_act' ELSE k.tier END AS tier,
        CASE WHEN is_same_act THEN greatest(k.probability, 0.97) ELSE k.probability END AS probability,
        k.why_zh || CASE WHEN is_same_act THEN '；行为终了日一致' ELSE '' END AS why_zh,
        k.evidence, k.namesakes, k.next_party, k.next_probability, k.judged_by
    FROM party.link AS k
    JOIN administrative AS p ON p.feed = k.a_feed AND p.record_id = k.a_record
    LEFT JOIN fact.lead AS e ON e.feed = k.a_feed AND e.record_id = k.a_record
    JOIN fact.criminal AS n ON n.feed = k.b_feed AND n.record_id = k.b_record
    CROSS JOIN setting AS s
)
SELECT
    k.a_feed AS to_feed,
    k.a_record AS to_record,
    n.feed,
    n.record_id,
    n.no,
    n.authority,
    n.from_on,
    n.declined_on,
    n.not_prosecuted_on,
    k.tier,
    k.probability,
    k.probability >= s.link_sure AS is_sure,
    k.why_zh,
    -- What the list and xianjie explain tell of the link.
    {feed: n.feed, no: n.no, party: n.authority, tier: k.tier, probability: k.probability, why: k.why_zh, evidence: k.evidence,
     namesakes: k.namesakes, next_party: k.next_party, next_probability: k.next_probability, judged_by: k.judged_by} AS link,
    x_name(n.authority) IS DISTINCT FROM x_name(p.authority) AS is_other_agency
FROM linked AS k
JOIN administrative AS p ON p.feed = k.a_feed AND p.record_id = k.a_record
LEFT JOIN fact.lead AS e ON e.feed = k.a_feed AND e.record_id = k.a_record
JOIN fact.criminal AS n ON n.feed = k.b_feed AND n.record_id = k.b_record
CROSS JOIN setting AS s
WHERE k.probability >= s.link_possible
  AND (k.tier = 'reference'
       OR (coalesce(list_contains(n.conducts, e.conduct), TRUE)
           AND n.from_on <= p.ended_on + s.window_after_days
           -- A case that began well before the act ended is about another act. Where the act is not dated,
           -- the criminal case must not have ended long before this one was filed.
           AND CASE
               WHEN p.is_act_dated THEN n.from_on >= p.act_on - s.window_before_days
               ELSE greatest(n.from_on, n.declined_on, n.not_prosecuted_on)
                    >= coalesce(p.filed_on, p.ended_on) - s.window_unknown_days
           END))
