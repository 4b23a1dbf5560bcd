/*card
id: r02_review_overdue
title_zh: 反向审查超期
title_en: Review of a non-prosecuted case overdue
model_class: rule
failure_mode: 不刑不罚
subject: prosecution
severity: medium
feeds: [prosecution]
absence_of: []
legal_basis:
  - {law: 人民检察院行刑反向衔接工作指引, article: 第12条、第13条}
condition_zh: 行政检察部门登记后，扣除中止审查的工作日，未在规定的工作日内审结。
risk_zh: 审查久拖不决，是否需要处罚没有结论，处罚时效继续经过。
excluded:
  conditional: 附条件不起诉，尚不是最终决定
insufficient:
  closing_date_missing: 已有审查结论，但缺少审结日期
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 2, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 重大疑难复杂案件经检察长批准延长，数据不含延长记录
  - 征求异地检察院意见的时间应当扣除，未计入中止天数
deadline_measures: [review_working_days]
clears_if_zh: 提供中止审查决定书、延长审查期限的批准或者审查终结报告及其日期
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH decided AS (
    SELECT
        p.*,
        t.review_due_on,
        t.review_amount,
        t.review_basis,
        t.suspended_days,
        r.as_of,
        coalesce(p.review_closed_on, r.as_of) AS until_on,
        CASE
            WHEN p.decision = '附条件不起诉' THEN 'excluded:conditional'
            WHEN p.review_closed_on IS NULL AND p.review_conclusion IS NOT NULL THEN 'insufficient:closing_date_missing'
            WHEN t.review_due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN coalesce(p.review_closed_on, r.as_of) <= t.review_due_on THEN 'clear:'
            ELSE 'flagged:'
        END AS verdict
    FROM known.prosecution AS p
    JOIN fact.review_term AS t USING (record_id)
    CROSS JOIN known.run AS r
    WHERE p.review_registered_on IS NOT NULL AND t.is_review_under_guideline
)
SELECT
    'prosecution' AS subject_kind,
    d.record_id AS subject_id,
    d.pros_no AS subject_no,
    list_filter([d.pros_no, d.decision_no], lambda no: no IS NOT NULL) AS related_nos,
    d.competent_authority AS authority,
    y.party_id,
    d.suspect_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'closing_date_missing' THEN ['review_closed_on']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.review_registered_on)), year(d.review_registered_on))]
    END AS missing,
    d.offence,
    NULL AS rule_version,
    d.review_basis AS legal_basis,
    'review_working_days' AS measure,
    w.days - d.suspended_days AS value,
    '个工作日' AS unit,
    d.review_amount AS threshold,
    (w.days - d.suspended_days) / d.review_amount::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '附条件不起诉，尚不是最终决定'
        WHEN 'insufficient' THEN '缺少计算审查期限所需的日期或日历'
        WHEN 'clear' THEN CASE WHEN d.review_closed_on IS NULL THEN '应于' || x_day_zh(d.review_due_on) || '前审结' END
        ELSE
            x_day_zh(d.review_registered_on) || '登记反向衔接审查'
            || CASE WHEN d.suspended_days > 0 THEN '，中止' || d.suspended_days || '个工作日' ELSE '' END
            || '，应于' || x_day_zh(d.review_due_on) || '前审结，'
            || coalesce(x_day_zh(d.review_closed_on) || '才审结', '截至' || x_day_zh(d.as_of) || '未见审结')
            || '（扣除中止后第' || (w.days - d.suspended_days) || '个工作日，' || d.review_basis || '）。'
    END AS reason_zh,
    d.review_due_on AS occurred_on,
    d.known_on,
    [{feed: 'prosecution', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.review_closed_on IS NULL THEN d.review_due_on END AS due_on
FROM decided AS d
LEFT JOIN LATERAL (
    SELECT count(*)::INTEGER AS days FROM rule.calendar AS c
    WHERE c.is_working AND c.day > d.review_registered_on AND c.day <= d.until_on
) AS w ON TRUE
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = d.record_id
