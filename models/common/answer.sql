-- Which criminal records answer an administrative one: of the same person or firm, and of the same conduct:
-- the papers refer to one another, or the offence is of the same conduct (or is not one the rulebook knows)
-- and the dates fit the act.
WITH RECURSIVE setting AS (
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
    SELECT feed, record_id, a.authority, filed_on, ended_on, a.facts, act_on, is_police,
           act_on_basis IN ('act_ended_on', 'act_began_on', 'facts') AS is_act_dated
    FROM (
        SELECT 'penalty' AS feed, record_id, authority, filed_on, decided_on AS ended_on, facts FROM known.penalty
        UNION ALL
        SELECT 'admin_case', record_id, authority, filed_on, coalesce(closed_on, (SELECT as_of FROM known.run)), facts
        FROM known.admin_case
    ) AS a
    JOIN (SELECT feed, record_id, act_on, act_on_basis, is_police FROM fact.subject) USING (feed, record_id)
),
named AS (
    -- Transfers that name a decision or a case, and the papers that follow from them.
    SELECT DISTINCT n.feed AS a_feed, n.record_id AS a_record, o.feed AS b_feed, o.record_id AS b_record
    FROM party.number AS n
    JOIN party.number AS o ON o.kind = n.kind AND o.no = n.no AND o.feed = 'transfer'
    WHERE n.feed IN ('penalty', 'admin_case') AND n.kind IN ('decision', 'case')
),
following AS (
    SELECT DISTINCT b_feed AS from_feed, b_record AS from_record, b_feed, b_record FROM named
    UNION
    SELECT f.from_feed, f.from_record, o.feed, o.record_id
    FROM following AS f
    JOIN party.number AS n ON n.feed = f.b_feed AND n.record_id = f.b_record
    JOIN party.number AS o ON o.kind = n.kind AND o.no = n.no
    WHERE n.kind IN ('transfer', 'police', 'prosecution') AND o.feed IN ('police_case', 'prosecution', 'judgment', 'procuratorial_document')
),
acts AS (
    -- The acts of the decisions and cases that a criminal record comes from, where all of them are dated.
    SELECT f.b_feed, f.b_record, list(p.act_on) AS acts
    FROM following AS f
    JOIN named AS n ON n.b_feed = f.from_feed AND n.b_record = f.from_record
    JOIN administrative AS p ON p.feed = n.a_feed AND p.record_id = n.a_record
    GROUP BY ALL
    HAVING bool_and(p.is_act_dated)
),
company AS (
    -- Bodies of their own: not a sole trader, who is the person behind the shop, and not the branch of another.
    SELECT r.feed, r.record_id, r.credit_code
    FROM party.resolved AS r
    LEFT JOIN party.firm AS f ON f.credit_code = r.credit_code
    WHERE r.credit_code IS NOT NULL AND f.parent_credit_code IS NULL
      AND NOT coalesce(f.is_sole, starts_with(r.credit_code, '92'))
),
linked AS (
    -- A possible link, one kind of conduct and one last day of the act are one act: a namesake who did the same
    -- until the very same day is far less likely than a record without a number or with a name misspelt.
    SELECT
        k.a_feed, k.a_record, k.b_feed, k.b_record,
        k.tier IN ('person_name', 'statistical') AND k.probability >= s.link_possible AND p.is_act_dated AND list_contains(n.conducts, e.conduct)
            AND coalesce(n.act_ended_on = p.act_on, contains(x_fold(n.facts), x_day_zh(p.act_on)), FALSE) AS is_same_act,
        k.tier = 'reference' OR m.a_record IS NOT NULL AS is_named,
        -- It comes from decisions that are all about acts that ended on another day, or every day that it tells is
        -- after the decision: the party's other act. A day may be a slip, so it stays as counter-evidence.
        NOT is_named AND p.is_act_dated AND list_contains(r.acts, p.act_on) IS FALSE AS is_of_other_papers,
        NOT is_named AND coalesce(n.told_from_on > p.ended_on, FALSE) AS is_of_later_act,
        -- Both tell goods, and no kind of them is the same: two acts, though both could be called sham goods.
        x_goods_kinds(p.facts) AS kinds, x_goods_kinds(n.facts) AS other_kinds,
        NOT is_named AND len(kinds) > 0 AND len(other_kinds) > 0 AND NOT list_has_any(kinds, other_kinds) AS is_of_other_goods,
        -- Two companies of one head are two parties; only an analyst's word makes them one.
        NOT is_named AND k.tier = 'owner_of_both' AND k.judged_by IS NULL AND coalesce(x.credit_code <> y.credit_code, FALSE) AS is_of_other_body,
        is_of_other_papers OR is_of_later_act OR is_of_other_goods OR is_of_other_body AS is_other_act,
        CASE WHEN is_same_act THEN 'same_act' ELSE k.tier END AS tier,
        CASE
            WHEN is_same_act THEN greatest(k.probability, 0.97)
            WHEN is_other_act THEN least(k.probability, (s.link_sure + s.link_possible) / 2)
            ELSE k.probability
        END AS probability,
        k.why_zh || CASE WHEN is_same_act THEN '；行为终了日一致' WHEN is_of_later_act THEN '；所载行为在该决定之后' WHEN is_of_other_body THEN '；两个单位各自独立' WHEN is_of_other_goods THEN '；所载商品种类不同' WHEN is_other_act THEN '；所载文书号属于另一行为' ELSE '' END AS why_zh,
        k.evidence, k.namesakes, k.next_party, k.next_probability, k.judged_by
    FROM party.link AS k
    JOIN administrative AS p ON p.feed = k.a_feed AND p.record_id = k.a_record
    LEFT JOIN fact.lead AS e ON e.feed = k.a_feed AND e.record_id = k.a_record
    JOIN fact.criminal AS n ON n.feed = k.b_feed AND n.record_id = k.b_record
    LEFT JOIN named AS m ON m.a_feed = k.a_feed AND m.a_record = k.a_record AND m.b_feed = k.b_feed AND m.b_record = k.b_record
    LEFT JOIN acts AS r ON r.b_feed = k.b_feed AND r.b_record = k.b_record
    LEFT JOIN company AS x ON x.feed = k.a_feed AND x.record_id = k.a_record
    LEFT JOIN company AS y ON y.feed = k.b_feed AND y.record_id = k.b_record
    CROSS JOIN setting AS s
),
replied AS (
    -- The reply to the procuratorate's opinion names the decision: whomever it was given to, it follows from that case.
    SELECT DISTINCT 'penalty' AS a_feed, p.record_id AS a_record, 'prosecution' AS b_feed, g.pros_record AS b_record
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id
    JOIN known.penalty AS p ON x_number(p.decision_no) = x_number(d.reply_decision_no)
    LEFT JOIN party.authority AS t ON t.name_key = x_name(d.to_authority)
    LEFT JOIN party.authority AS m ON m.name_key = x_name(p.authority)
    WHERE coalesce(m.authority_key, x_name(p.authority)) = coalesce(t.authority_key, x_name(d.to_authority))
),
pair AS (
    SELECT a_feed, a_record, b_feed, b_record, is_named, tier, probability, why_zh, evidence, namesakes, next_party, next_probability, judged_by
    FROM linked
    ANTI JOIN replied USING (a_feed, a_record, b_feed, b_record)
    UNION ALL BY NAME
    SELECT *, TRUE AS is_named, 'reply' AS tier, 1.0 AS probability, '回复检察意见时载明该处罚决定书文号' AS why_zh FROM replied
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
    k.is_named,
    k.probability,
    k.probability >= s.link_sure AS is_sure,
    k.why_zh,
    -- What the list and xianjie explain tell of the link.
    {feed: n.feed, no: n.no, party: n.authority, tier: k.tier, probability: k.probability, why: k.why_zh, evidence: k.evidence,
     namesakes: k.namesakes, next_party: k.next_party, next_probability: k.next_probability, judged_by: k.judged_by} AS link,
    coalesce(b.authority_key, x_name(n.authority)) IS DISTINCT FROM coalesce(a.authority_key, x_name(p.authority)) AS is_other_agency
FROM pair AS k
JOIN administrative AS p ON p.feed = k.a_feed AND p.record_id = k.a_record
LEFT JOIN fact.lead AS e ON e.feed = k.a_feed AND e.record_id = k.a_record
JOIN fact.criminal AS n ON n.feed = k.b_feed AND n.record_id = k.b_record
LEFT JOIN party.authority AS a ON a.name_key = x_name(p.authority)
LEFT JOIN party.authority AS b ON b.name_key = x_name(n.authority)
CROSS JOIN setting AS s
WHERE k.probability >= s.link_possible
  -- What the police penalise themselves is answered by a case of theirs: a transfer to them is not, unless they declined it.
  AND NOT (p.is_police AND n.feed = 'transfer' AND n.declined_on IS NULL)
  AND (k.is_named
       OR (coalesce(list_contains(n.conducts, e.conduct), TRUE)
           AND n.from_on <= p.ended_on + s.window_after_days
           -- A case that began well before the act ended is about another act, and so is a judgment given before
           -- it ended at all. Where the act is not dated,
           -- the criminal case must not have ended long before this one was filed.
           AND CASE
               WHEN p.is_act_dated THEN n.from_on >= p.act_on - CASE n.feed WHEN 'judgment' THEN 0 ELSE s.window_before_days END
               ELSE greatest(n.from_on, n.declined_on, n.not_prosecuted_on)
                    >= coalesce(p.filed_on, p.ended_on) - s.window_unknown_days
           END))
