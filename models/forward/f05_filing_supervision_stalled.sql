/*card
id: f05_filing_supervision_stalled
title_zh: 立案监督落空
title_en: Supervision of filing left without result
model_class: rule
failure_mode: 有案不立
subject: procuratorial_document
severity: high
feeds: [procuratorial_document, police_case]
absence_of: [police_case]
legal_basis:
  - {law: 刑事诉讼法, article: 第113条}
  - {law: 人民检察院刑事诉讼规则, article: 第560条、第563条}
  - {law: 公安机关办理刑事案件程序规定, article: 第182条}
condition_zh: >-
  要求说明不立案理由通知书送达后，公安机关未在法定日数内书面说明理由；或者通知立案书送达后，未在法定日数内立案。
  没有录入送达日期的，自制发之日起算，并在线索中写明。
risk_zh: 检察机关的立案监督没有得到执行，应当立案的案件仍未进入刑事程序。
excluded:
  filed_instead: 公安机关未说明理由而已直接立案
insufficient:
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 文书送达日期未录入，按制发日期计算
  - 公安机关已立案但立案数据未接入
deadline_measures: [filing_days, reply_days]
clears_if_zh: 提供不立案理由说明书、立案决定书及其日期
owner: 刑事检察与行政检察线索组
version: 1.0.1
*/
WITH paper AS (
    SELECT
        d.*,
        coalesce(d.served_on, d.issued_on) AS start_on,
        CASE d.kind WHEN '通知立案书' THEN 'filing_on_notice' ELSE 'no_filing_reasons' END AS clock
    FROM known.procuratorial_document AS d
    WHERE d.kind IN ('要求说明不立案理由通知书', '通知立案书')
),
timed AS (
    SELECT
        p.*,
        f.filed_on,
        f.filed_record AS police_record,
        CASE p.clock
            WHEN 'filing_on_notice' THEN least(f.filed_on, CASE WHEN p.reply_result = '已立案' THEN p.replied_on END)
            ELSE p.replied_on
        END AS done_on,
        u.due_on,
        k.amount,
        k.basis,
        r.as_of,
        (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'police_case' AND p.start_on BETWEEN c.from_on AND c.to_on) = 0 AS is_uncovered
    FROM paper AS p
    LEFT JOIN fact.paper_due AS f USING (record_id)
    LEFT JOIN rule.due AS u ON u.clock = p.clock AND u.day = p.start_on
    LEFT JOIN rule.clock AS k ON k.id = p.clock AND p.start_on >= k.from_on AND (k.to_on IS NULL OR p.start_on <= k.to_on)
    CROSS JOIN known.run AS r
),
decided AS (
    SELECT
        *,
        coalesce(done_on, as_of) AS until_on,
        CASE
            WHEN clock = 'no_filing_reasons' AND coalesce(done_on > due_on, TRUE) AND filed_on <= due_on THEN 'excluded:filed_instead'
            WHEN due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN coalesce(done_on, as_of) <= due_on THEN 'clear:'
            WHEN clock = 'filing_on_notice' AND done_on IS NULL AND is_uncovered THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM timed
)
SELECT
    'procuratorial_document' AS subject_kind,
    d.record_id AS subject_id,
    d.doc_no AS subject_no,
    list_filter([d.doc_no, d.follows_doc_no, d.transfer_no], lambda no: no IS NOT NULL) AS related_nos,
    d.to_authority AS authority,
    NULL AS party_id,
    d.party_name,
    d.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.start_on)), year(d.start_on))] END AS missing,
    o.offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    CASE d.clock WHEN 'filing_on_notice' THEN 'filing_days' ELSE 'reply_days' END AS measure,
    d.until_on - d.start_on AS value,
    '日' AS unit,
    d.amount AS threshold,
    (d.until_on - d.start_on) / d.amount::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '公安机关已于' || x_day_zh(d.filed_on) || '立案'
        WHEN 'insufficient' THEN '缺少该年度工作日历'
        WHEN 'not_computable' THEN '该期间的公安立案数据未接入，不能以“未见立案”为据'
        WHEN 'clear' THEN CASE WHEN d.done_on IS NULL THEN d.kind || '：应于' || x_day_zh(d.due_on) || '前'
            || CASE d.clock WHEN 'filing_on_notice' THEN '立案' ELSE '书面说明不立案理由' END END
        ELSE
            d.kind || x_day_zh(d.start_on)
            || CASE WHEN d.served_on IS NULL THEN '制发（未录入送达日期，自制发之日起算）' ELSE '送达' END || '，公安机关应于' || x_day_zh(d.due_on) || '前'
            || CASE d.clock WHEN 'filing_on_notice' THEN '立案，' ELSE '书面说明不立案理由，' END
            || coalesce(x_day_zh(d.done_on) || CASE d.clock WHEN 'filing_on_notice' THEN '才立案' ELSE '才回复' END,
                        '截至' || x_day_zh(d.as_of) || CASE d.clock WHEN 'filing_on_notice' THEN '未见立案' ELSE '未见回复' END)
            || '，逾期' || (d.until_on - d.due_on) || '日（其间工作日'
            || (SELECT count(*) FROM rule.calendar AS c WHERE c.is_working AND c.day > d.start_on AND c.day <= d.until_on)
            || '日，' || d.basis || '）。'
    END AS reason_zh,
    d.due_on AS occurred_on,
    d.known_on,
    [{feed: 'procuratorial_document', record_id: d.record_id}]
        || CASE WHEN d.police_record IS NULL THEN [] ELSE [{feed: 'police_case', record_id: d.police_record}] END AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.done_on IS NULL THEN d.due_on END AS due_on
FROM decided AS d
LEFT JOIN (
    -- What the case is about is told by the transfer that the paper names.
    SELECT n.record_id, any_value(t.suspected_offence ORDER BY t.transfer_no, t.record_id) AS offence
    FROM fact.named_transfer AS n
    JOIN known.transfer AS t ON t.record_id = n.transfer_id
    WHERE n.feed = 'procuratorial_document'
    GROUP BY n.record_id
) AS o USING (record_id)
