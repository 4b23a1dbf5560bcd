/*card
id: r04_opinion_unanswered
title_zh: 意见未回复
title_en: Opinion or suggestion left unanswered
model_class: rule
failure_mode: 不刑不罚
subject: procuratorial_document
severity: high
feeds: [procuratorial_document, prosecution]
absence_of: []
legal_basis:
  - {law: 刑事诉讼法, article: 第177条第3款}
  - {law: 人民检察院行刑反向衔接工作指引, article: 回复期限一条}
  - {law: 人民检察院检察建议工作规定, article: 第19条}
condition_zh: >-
  检察意见书、检察建议书送达后，到要求回复的日期仍未回复；没有写明日期的，按制发时有效的回复期限自送达（没有送达日期的自制发）起计算；
  制发跟进监督函的，自跟进监督函重新计算。支持起诉书不在其内：法律没有规定人民法院答复的期限。
risk_zh: 检察意见没有回音，违法行为是否处罚无从得知。
excluded:
  replied_to_follow_up: 受文机关已回复跟进监督函
insufficient:
  reply_date_missing: 已有回复结果，但缺少回复日期
  term_missing: 文书没有写明要求回复的日期，制发时也没有规定回复期限
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 10, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 已书面回复但回复日期未录入
  - 情况紧急而缩短回复期限的，以文书写明的日期为准
deadline_measures: [reply_days_late]
clears_if_zh: 提供书面回复及其日期
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH timed AS (
    SELECT d.*, t.* EXCLUDE (record_id), r.as_of
    FROM known.procuratorial_document AS d
    JOIN fact.paper_due AS t USING (record_id)
    CROSS JOIN known.run AS r
    WHERE d.kind IN ('检察意见书', '检察建议书')
),
decided AS (
    SELECT
        *,
        coalesce(replied_on, as_of) AS until_on,
        CASE
            WHEN replied_on IS NULL AND letter_replied_on IS NOT NULL THEN 'excluded:replied_to_follow_up'
            WHEN replied_on IS NULL AND reply_result IS NOT NULL THEN 'insufficient:reply_date_missing'
            WHEN due_on IS NULL AND amount IS NULL THEN 'insufficient:term_missing'
            WHEN due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN coalesce(replied_on, as_of) <= due_on THEN 'clear:'
            ELSE 'flagged:'
        END AS verdict
    FROM timed
)
SELECT
    'procuratorial_document' AS subject_kind,
    d.record_id AS subject_id,
    d.doc_no AS subject_no,
    list_filter([d.doc_no, d.pros_no, d.letter_no], lambda no: no IS NOT NULL) AS related_nos,
    d.to_authority AS authority,
    y.party_id,
    d.party_name,
    coalesce(d.credit_code, y.credit_code) AS credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'reply_date_missing' THEN ['replied_on']
        WHEN 'term_missing' THEN ['reply_due_on']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.start_on)), year(d.start_on))]
    END AS missing,
    p.offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    'reply_days_late' AS measure,
    d.until_on - d.due_on AS value,
    '日' AS unit,
    1 AS threshold,
    CASE WHEN d.verdict = 'flagged:' THEN 1 + (d.until_on - d.due_on) / 365.0 END AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '受文机关已回复跟进监督函'
        WHEN 'insufficient' THEN '缺少回复日期、要求回复的日期或工作日历'
        WHEN 'clear' THEN CASE WHEN d.replied_on IS NULL THEN d.kind || '：应于' || x_day_zh(d.due_on) || '前回复' END
        ELSE
            d.kind || coalesce('（跟进监督函' || d.letter_no || '）', '') || x_day_zh(d.start_on)
            || CASE WHEN d.letter_id IS NULL AND d.served_on IS NULL THEN '制发' ELSE '送达' END
            || '，' || d.to_authority || '应于' || x_day_zh(d.due_on) || '前回复'
            || CASE WHEN d.named_due_on IS NULL THEN '（' || d.basis || '）' ELSE '（文书写明）' END
            || '，' || coalesce(x_day_zh(d.replied_on) || '才回复', '截至' || x_day_zh(d.as_of) || '未见回复')
            || '，逾期' || (d.until_on - d.due_on) || '日。'
    END AS reason_zh,
    d.due_on AS occurred_on,
    d.known_on,
    [{feed: 'procuratorial_document', record_id: d.record_id}]
        || CASE WHEN d.letter_id IS NULL THEN [] ELSE [{feed: 'procuratorial_document', record_id: d.letter_id}] END
        || CASE WHEN p.record_id IS NULL THEN [] ELSE [{feed: 'prosecution', record_id: p.record_id}] END AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.replied_on IS NOT NULL THEN 'low' END AS severity,
    CASE WHEN d.replied_on IS NULL THEN d.due_on END AS due_on
FROM decided AS d
LEFT JOIN (
    SELECT g.record_id AS document_id, min(g.pros_record) AS pros_record FROM fact.paper AS g GROUP BY g.record_id
) AS g ON g.document_id = d.record_id
LEFT JOIN known.prosecution AS p ON p.record_id = g.pros_record
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = p.record_id
