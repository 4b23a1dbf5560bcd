/*card
id: f04_refusal_unchallenged
title_zh: 不立案未监督
title_en: Refusal to file left unchallenged
model_class: rule
failure_mode: 有案不立
subject: transfer
severity: high
feeds: [transfer, procuratorial_document, police_case, penalty, admin_case]
absence_of: []
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第9条}
  - {law: 刑事诉讼法, article: 第113条}
condition_zh: >-
  公安机关对移送案件决定不予立案，但移送或者处罚认定的事实已达到追诉标准，移送机关在法定日数内既未提请复议，
  也未建议人民检察院监督，检察机关亦未要求说明不立案理由。
risk_zh: 达到追诉标准的案件因无人提出异议而停在公安机关，最终只作行政处理。
excluded:
  reconsidered: 已提请复议
  supervision_requested: 已建议人民检察院进行立案监督
  document_exists: 检察机关已要求说明不立案理由或者通知立案
  filed_later: 公安机关其后已立案
  offence_not_applicable: 存在罪名的法定排除情形
insufficient:
  measure_missing: 缺少判断追诉标准所需的事实
  decision_date_missing: 缺少公安机关决定日期
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 公安机关以证据不足等数额以外的理由不予立案
  - 建议立案监督的函件未录入
clears_if_zh: 提供复议申请、建议立案监督函、检察机关文书，或者证明事实未达追诉标准的证据
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH refused AS (
    SELECT t.*, r.as_of
    FROM known.transfer AS t
    CROSS JOIN known.run AS r
    WHERE t.kind = '涉嫌犯罪' AND t.transferred_on IS NOT NULL AND t.police_decision = '不予立案'
),
asked AS (
    SELECT n.transfer_id, d.record_id, d.doc_no, d.issued_on, d.kind
    FROM fact.named_transfer AS n
    JOIN known.procuratorial_document AS d ON d.record_id = n.record_id
    WHERE n.feed = 'procuratorial_document'
    UNION ALL
    SELECT r.record_id, d.record_id, d.doc_no, d.issued_on, d.kind
    FROM refused AS r
    JOIN known.procuratorial_document AS d ON x_name(d.party_name) = x_name(r.party_name) AND d.issued_on >= r.police_decided_on
    WHERE d.transfer_no IS NULL
),
paper AS (
    SELECT transfer_id, any_value(record_id ORDER BY issued_on, doc_no) AS document_id, any_value(doc_no ORDER BY issued_on, doc_no) AS doc_no
    FROM asked
    WHERE kind IN ('要求说明不立案理由通知书', '通知立案书')
    GROUP BY transfer_id
),
filed AS (
    SELECT r.record_id AS transfer_id, min(c.filed_on) AS filed_on, any_value(c.record_id ORDER BY c.filed_on, c.record_id) AS police_record
    FROM refused AS r
    JOIN fact.named_transfer AS n ON n.feed = 'police_case' AND n.transfer_id = r.record_id
    JOIN known.police_case AS c ON c.record_id = n.record_id AND c.filed_on >= r.police_decided_on
    GROUP BY r.record_id
),
decided AS (
    SELECT
        r.*,
        b.outcome AS told_outcome, b.offence_name, b.rule_version, b.legal_basis AS line_basis, b.measure, b.measure_zh, b.value, b.unit, b.threshold,
        b.margin, b.missing AS missing_measures, b.route_zh, b.exclusion_zh, b.feed AS told_feed, b.record_id AS told_record,
        p.document_id, p.doc_no, f.police_record, u.due_on, k.amount, k.basis,
        CASE
            WHEN b.outcome IS NULL OR b.outcome = 'unmet' THEN 'clear:'
            WHEN r.reconsidered_on IS NOT NULL OR r.reconsideration IS NOT NULL THEN 'excluded:reconsidered'
            WHEN r.supervision_requested_on IS NOT NULL THEN 'excluded:supervision_requested'
            WHEN p.document_id IS NOT NULL THEN 'excluded:document_exists'
            WHEN f.police_record IS NOT NULL THEN 'excluded:filed_later'
            WHEN b.exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN b.outcome = 'unknown' THEN 'insufficient:measure_missing'
            WHEN r.police_decided_on IS NULL THEN 'insufficient:decision_date_missing'
            WHEN u.due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN r.as_of <= u.due_on THEN 'clear:'
            ELSE 'flagged:'
        END AS verdict
    FROM refused AS r
    LEFT JOIN fact.transfer_lead AS b ON b.transfer_id = r.record_id
    LEFT JOIN paper AS p ON p.transfer_id = r.record_id
    LEFT JOIN filed AS f ON f.transfer_id = r.record_id
    LEFT JOIN rule.due AS u ON u.clock = 'reconsideration_request' AND u.day = r.police_decided_on
    LEFT JOIN rule.clock AS k ON k.id = 'reconsideration_request' AND r.police_decided_on >= k.from_on
        AND (k.to_on IS NULL OR r.police_decided_on <= k.to_on)
)
SELECT
    'transfer' AS subject_kind,
    d.record_id AS subject_id,
    d.transfer_no AS subject_no,
    [d.transfer_no] AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'measure_missing' THEN d.missing_measures
        WHEN 'decision_date_missing' THEN ['police_decided_on']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.police_decided_on)), year(d.police_decided_on))]
    END AS missing,
    coalesce(d.offence_name, d.suspected_offence) AS offence,
    d.rule_version,
    concat_ws('；', d.basis, d.line_basis) AS legal_basis,
    d.measure,
    d.value,
    d.unit,
    d.threshold,
    d.margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '公安机关' || x_day_zh(d.police_decided_on) || '决定不予立案' || coalesce('（理由：' || d.not_filed_reason || '）', '')
            || '；认定事实已达到' || d.offence_name || '的追诉标准（' || d.route_zh || '）'
            || CASE WHEN d.value IS NULL OR d.threshold IS NULL THEN ''
                    ELSE '，' || coalesce(d.measure_zh, d.measure) || x_figure_zh(d.value) || d.unit || '，标准' || x_figure_zh(d.threshold) || d.unit END
            || '。提请复议或者建议监督应于' || x_day_zh(d.due_on) || '前提出（' || d.basis || '），截至' || x_day_zh(d.as_of)
            || '未见，已逾期' || (d.as_of - d.due_on) || '日。'
        WHEN 'insufficient' THEN '公安机关不予立案；现有事实或日期不足以判断应否提出异议'
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                WHEN 'document_exists' THEN x.zh || coalesce('：' || d.doc_no, '')
                WHEN 'reconsidered' THEN x.zh || coalesce('（' || x_day_zh(d.reconsidered_on) || '）', '')
                WHEN 'supervision_requested' THEN x.zh || coalesce('（' || x_day_zh(d.supervision_requested_on) || '）', '')
                ELSE x.zh
            END
        WHEN 'clear' THEN CASE WHEN d.due_on >= d.as_of THEN '对不予立案提请复议或者建议监督，应于' || x_day_zh(d.due_on) || '前提出' END
    END AS reason_zh,
    d.police_decided_on AS occurred_on,
    d.known_on,
    list_sort(list_distinct([{feed: 'transfer', record_id: d.record_id}]
        || CASE WHEN d.told_record IS NULL THEN [] ELSE [{feed: d.told_feed, record_id: d.told_record}] END
        || CASE WHEN d.document_id IS NULL THEN [] ELSE [{feed: 'procuratorial_document', record_id: d.document_id}] END
        || CASE WHEN d.police_record IS NULL THEN [] ELSE [{feed: 'police_case', record_id: d.police_record}] END)) AS sources,
    NULL AS links,
    to_json(list_transform(tested.codes, lambda reason: {code: reason.code, zh: reason.zh, result: '未见'})) AS exceptions,
    CASE WHEN d.verdict = 'clear:' AND d.told_outcome = 'met' THEN d.due_on END AS due_on
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'transfer' AND y.record_id = d.record_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f04_refusal_unchallenged' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
CROSS JOIN (
    SELECT list({code: code, zh: zh} ORDER BY code) AS codes
    FROM rule.reason WHERE model = 'f04_refusal_unchallenged' AND outcome = 'excluded'
) AS tested
