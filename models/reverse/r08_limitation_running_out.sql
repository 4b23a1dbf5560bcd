/*card
id: r08_limitation_running_out
title_zh: 处罚时效将满
title_en: Limitation of the penalty about to run out
model_class: rule
failure_mode: 不刑不罚
subject: prosecution
severity: medium
feeds: [prosecution, penalty, admin_case, transfer, police_case, procuratorial_document]
absence_of: []
legal_basis:
  - {law: 行政处罚法, article: 第36条}
  - {law: 税收征收管理法, article: 第86条}
  - {law: 治安管理处罚法, article: 第25条}
condition_zh: >-
  不起诉后反向衔接尚未了结（没有处罚、没有说明理由的终结审查或者不予处罚），自行为终了起算的处罚时效在设定天数内届满；
  有处罚权的机关在时效内发现的除外。
risk_zh: 时效届满后不能再处罚，反向衔接落空。
excluded:
  conditional: 附条件不起诉，尚不是最终决定
  no_admin_norm: 该罪名的行为没有对应的行政处罚规范
  discovered_in_time: 有处罚权的机关（或者按设定，任一公权力机关）在时效内已经发现
  limitation_passed: 处罚时效已经届满
  nobody_liable: 法定不起诉，认定事实载明没有违法事实、当事人已经死亡或者终止，或者已过追诉时效
insufficient:
  act_date_missing: 缺少行为终了日期，无法计算时效
  norm_unknown: 审查索引没有该罪名，不知适用何种时效
parameters:
  - {id: days_before_end, zh: 时效届满前提示的天数, unit: 日, default: 60, source: 产品设定, date: 2026-11-24}
  - {id: criminal_discovery_counts, zh: 公安、检察机关的发现视为时效内发现（1 是，0 否）, unit: 是否, default: 0, source: 实务见解不一，凭记忆，待律师确认, date: 2026-11-25}
known_false_positives:
  - 公安机关、检察机关在时效内的发现，通常也视为发现；本模型从严提示，可用参数改变
  - 行为有连续或者继续状态，终了日期晚于记载
  - 涉及生命健康安全、金融安全而没有危害后果的，时效较短
  - 检察意见书在时效内送达主管机关的，视为该机关已经发现（参照举报经查证属实的以举报时间为准，凭记忆，待律师确认）；送达后机关仍不立案的，由意见未回复提示
clears_if_zh: 提供行政立案、处罚决定，或者有处罚权的机关在时效内发现的材料
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'days_before_end')::INTEGER AS days,
        max(value) FILTER (WHERE id = 'criminal_discovery_counts') > 0 AS is_criminal_counting
    FROM rule.parameter
    WHERE model = 'r08_limitation_running_out'
),
-- When the bodies first knew: those with power to penalise (the transferring agency, a case or fine of their own,
-- the police where they are the competent authority, one that an opinion was served on: it then has the facts and
-- the evidence in hand, as from a report found true), and those without.
told AS (
    SELECT g.pros_record AS record_id, min(d.served_on) AS told_on
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id AND d.kind = '检察意见书'
    JOIN known.prosecution AS p ON p.record_id = g.pros_record
    JOIN fact.norm AS n ON n.offence = p.offence AND regexp_matches(d.to_authority, n.pattern)
    GROUP BY g.pros_record
),
discovered AS (
    SELECT
        p.record_id,
        least(min(t.reported_on), min(t.transferred_on::DATE), min(f.decided_on) FILTER (WHERE f.is_answer),
              min(a.filed_on), min(o.told_on), min(c.filed_on) FILTER (WHERE regexp_matches(c.police_org, n.pattern))) AS agency_on,
        least(p.accepted_on, min(c.filed_on)) AS criminal_on,
        min(f.decided_on) FILTER (WHERE f.is_answer AND f.to_feed = 'penalty' AND f.revoked_on IS NULL) AS penalised_on,
        coalesce(bool_or(f.is_answer AND f.status = '不予处罚' AND f.close_reason IS NOT NULL), FALSE) AS is_spared
    FROM known.prosecution AS p
    LEFT JOIN fact.norm AS n ON n.offence = p.offence
    LEFT JOIN known.police_case AS c ON x_number(c.police_case_no) = x_number(p.police_case_no)
    LEFT JOIN fact.named_transfer AS s ON s.feed = 'police_case' AND s.record_id = c.record_id
    LEFT JOIN known.transfer AS t ON t.record_id = s.transfer_id
    LEFT JOIN told AS o ON o.record_id = p.record_id
    LEFT JOIN fact.followed AS f ON f.feed = 'prosecution' AND f.record_id = p.record_id
    LEFT JOIN known.admin_case AS a ON f.to_feed = 'admin_case' AND a.record_id = f.to_record AND f.is_answer
    GROUP BY p.record_id, p.accepted_on
),
replied AS (
    SELECT g.pros_record AS record_id, max(d.reply_result) AS reply_result
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id
    WHERE d.reply_result = '不予处罚'
    GROUP BY g.pros_record
),
judged AS (
    SELECT
        p.*,
        n.has_norm, n.limitation, n.authority AS norm_authority,
        e.agency_on, e.criminal_on, s.days,
        b.record_id IS NOT NULL AS is_nobody,
        r.as_of,
        u.due_on AS limit_on,
        k.basis,
        coalesce(e.agency_on <= u.due_on, FALSE) OR (s.is_criminal_counting AND coalesce(e.criminal_on <= u.due_on, FALSE)) AS is_discovered
    FROM known.prosecution AS p
    LEFT JOIN fact.norm AS n ON n.offence = p.offence
    JOIN discovered AS e USING (record_id)
    LEFT JOIN replied AS q USING (record_id)
    LEFT JOIN fact.liability_end AS b ON b.feed = 'prosecution' AND b.record_id = p.record_id
    LEFT JOIN rule.due AS u ON u.clock = n.limitation AND u.day = p.act_ended_on
    LEFT JOIN rule.clock AS k ON k.id = n.limitation AND p.act_ended_on >= k.from_on AND (k.to_on IS NULL OR p.act_ended_on <= k.to_on)
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
    -- Open: decided, and nothing that ends the matter.
    WHERE p.decision LIKE '%不起诉' AND e.penalised_on IS NULL AND NOT e.is_spared AND q.reply_result IS NULL
      AND NOT (coalesce(p.review_conclusion, '') = '终结审查' AND p.review_reason IS NOT NULL)
),
decided AS (
    SELECT
        *,
        CASE
            WHEN decision = '附条件不起诉' THEN 'excluded:conditional'
            WHEN has_norm IS FALSE THEN 'excluded:no_admin_norm'
            WHEN is_nobody THEN 'excluded:nobody_liable'
            WHEN has_norm IS NULL THEN 'insufficient:norm_unknown'
            WHEN limit_on IS NULL THEN 'insufficient:act_date_missing'
            WHEN is_discovered THEN 'excluded:discovered_in_time'
            WHEN limit_on < as_of THEN 'excluded:limitation_passed'
            WHEN limit_on > as_of + days THEN 'clear:'
            ELSE 'flagged:'
        END AS verdict
    FROM judged
)
SELECT
    'prosecution' AS subject_kind,
    d.record_id AS subject_id,
    d.pros_no AS subject_no,
    list_filter([d.pros_no, d.decision_no], lambda no: no IS NOT NULL) AS related_nos,
    coalesce(d.competent_authority, d.norm_authority) AS authority,
    y.party_id,
    d.suspect_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'act_date_missing' THEN ['act_ended_on']
        WHEN 'norm_unknown' THEN ['admin_norm']
    END AS missing,
    d.offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    'days_until_limit' AS measure,
    d.limit_on - d.as_of AS value,
    '日' AS unit,
    d.days AS threshold,
    CASE WHEN d.verdict = 'flagged:' THEN 1 + (d.days - (d.limit_on - d.as_of)) / d.days::DOUBLE END AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r08_limitation_running_out' AND outcome = 'excluded' AND code = split_part(d.verdict, ':', 2))
        WHEN 'insufficient' THEN '缺少计算处罚时效所需的行为日期或规范'
        WHEN 'flagged' THEN
            d.suspect_name || '涉嫌' || d.offence || '，' || x_day_zh(d.decided_on) || '决定' || d.decision || '，反向衔接尚未了结；行为于'
            || x_day_zh(d.act_ended_on) || '终了，处罚时效至' || x_day_zh(d.limit_on) || '届满（' || d.basis || '），尚余'
            || (d.limit_on - d.as_of) || '日，未见有处罚权的机关在此前发现'
            || CASE WHEN d.criminal_on <= d.limit_on THEN '（公安、检察机关最早于' || x_day_zh(d.criminal_on) || '发现，是否视为发现由办案人判断）' ELSE '' END || '。'
    END AS reason_zh,
    d.limit_on AS occurred_on,
    d.known_on,
    [{feed: 'prosecution', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = d.record_id
