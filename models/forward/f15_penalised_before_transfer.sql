/*card
id: f15_penalised_before_transfer
title_zh: 先罚后移
title_en: Fined first, transferred later
model_class: rule
failure_mode: 以罚代刑
subject: penalty
severity: medium
feeds: [penalty, transfer]
absence_of: []
legal_basis:
  - {law: 行政处罚法, article: 第27条、第35条}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第5条、第11条}
condition_zh: 先作出罚款决定，超过移送期限后才将同一当事人的同一行为移送公安机关（程序瑕疵，轻于以罚代刑）。
risk_zh: 应当移送而先行处罚，延误刑事侦查，并产生罚款与罚金折抵的问题。
excluded:
  revoked: 处罚决定已被撤销
  other_agency: 由其他机关移送
  police_declined_before: 处罚前公安机关已决定不予立案
insufficient:
  calendar_missing: 缺少该年度工作日历，无法计算移送期限
parameters: []
known_false_positives:
  - 处罚后才发现达到追诉标准的新事实
  - 移送日期为补录日期
deadline_measures: [transfer_days]
clears_if_zh: 提供证明处罚时尚无犯罪嫌疑的材料，或者更正处罚、移送日期
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH sent AS (
    -- The first transfer after the penalty, and what had become of the act before it.
    SELECT
        a.to_record AS penalty_id,
        any_value(a.record_id ORDER BY a.from_on, a.record_id) FILTER (WHERE a.from_on > p.decided_on) AS transfer_id,
        any_value(a.no ORDER BY a.from_on, a.record_id) FILTER (WHERE a.from_on > p.decided_on) AS transfer_no,
        min(a.from_on) FILTER (WHERE a.from_on > p.decided_on) AS sent_on,
        any_value(a.is_other_agency ORDER BY a.from_on, a.record_id) FILTER (WHERE a.from_on > p.decided_on) AS is_other_agency,
        min(a.from_on) FILTER (WHERE a.from_on <= p.decided_on) AS earlier_on,
        min(a.declined_on) AS declined_on,
        max(a.probability) FILTER (WHERE a.from_on > p.decided_on) AS probability
    FROM fact.answer AS a
    JOIN known.penalty AS p ON p.record_id = a.to_record
    LEFT JOIN fact.lead AS e ON e.feed = 'penalty' AND e.record_id = a.to_record
    -- What the decision is about must be known, or the transfer must name it: a firm that was fined for its price
    -- tags and later sent for counterfeits was not fined first for the counterfeits.
    WHERE a.to_feed = 'penalty' AND a.feed = 'transfer' AND a.is_sure AND (e.offence IS NOT NULL OR a.is_named)
    GROUP BY a.to_record
),
judged AS (
    SELECT
        p.record_id, p.decision_no, p.authority, p.party_name, p.decided_on, p.known_on, p.fine_cny,
        s.* EXCLUDE (penalty_id),
        l.offence_name, l.rule_version,
        g.due_on, k.amount, k.basis,
        CASE
            WHEN s.transfer_id IS NULL
                OR NOT (coalesce(p.fine_cny > 0, FALSE) OR coalesce(list_contains(p.penalty_kinds, '罚款'), FALSE)) THEN 'clear:'
            WHEN p.revoked_on IS NOT NULL THEN 'excluded:revoked'
            WHEN s.declined_on <= p.decided_on THEN 'excluded:police_declined_before'
            WHEN s.earlier_on IS NOT NULL THEN 'clear:'
            WHEN g.due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN s.sent_on <= g.due_on THEN 'clear:'
            WHEN s.is_other_agency THEN 'excluded:other_agency'
            ELSE 'flagged:'
        END AS verdict
    FROM known.penalty AS p
    LEFT JOIN sent AS s ON s.penalty_id = p.record_id
    LEFT JOIN fact.lead AS l ON l.feed = 'penalty' AND l.record_id = p.record_id
    LEFT JOIN rule.transfer_term AS g ON g.day = p.decided_on
    LEFT JOIN rule.clock AS k ON k.id = 'transfer_approval' AND p.decided_on >= k.from_on AND (k.to_on IS NULL OR p.decided_on <= k.to_on)
)
SELECT
    'penalty' AS subject_kind,
    d.record_id AS subject_id,
    d.decision_no AS subject_no,
    list_filter([d.decision_no, d.transfer_no], lambda no: no IS NOT NULL) AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.decided_on)), year(d.decided_on))] END AS missing,
    d.offence_name AS offence,
    d.rule_version,
    d.basis AS legal_basis,
    'transfer_days' AS measure,
    d.sent_on - d.decided_on AS value,
    '日' AS unit,
    d.due_on - d.decided_on AS threshold,
    (d.sent_on - d.decided_on) / (d.due_on - d.decided_on)::DOUBLE AS margin,
    d.probability AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            d.authority || x_day_zh(d.decided_on) || '已作出罚款决定，同一行为的移送应不晚于' || x_day_zh(d.due_on)
            || '，' || x_day_zh(d.sent_on) || '才以' || d.transfer_no || '移送公安机关，晚' || (d.sent_on - d.due_on) || '日（' || d.basis || '）。'
        WHEN 'insufficient' THEN '缺少该年度工作日历，无法计算移送期限'
        WHEN 'excluded' THEN x.zh
    END AS reason_zh,
    d.sent_on AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}]
        || CASE WHEN d.transfer_id IS NULL THEN [] ELSE [{feed: 'transfer', record_id: d.transfer_id}] END AS sources,
    w.links,
    NULL AS exceptions
FROM judged AS d
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
LEFT JOIN fact.answered AS w ON w.feed = 'penalty' AND w.record_id = d.record_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f15_penalised_before_transfer' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
