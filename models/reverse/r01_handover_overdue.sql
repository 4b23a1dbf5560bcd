/*card
id: r01_handover_overdue
title_zh: 反向移送超期
title_en: Handover to administrative prosecution overdue
model_class: rule
failure_mode: 不刑不罚
subject: prosecution
severity: medium
feeds: [prosecution]
absence_of: []
legal_basis:
  - {law: 刑事诉讼法, article: 第177条第3款}
  - {law: 人民检察院行刑反向衔接工作指引, article: 内部移送一条}
condition_zh: 作出不起诉决定后，刑事检察部门未在规定的工作日内将案件移送行政检察部门（自指引施行之日起的决定）。
risk_zh: 不起诉后没有及时进入反向衔接审查，处罚时效继续经过，形成不刑不罚。
excluded:
  conditional: 附条件不起诉，尚不是最终决定
insufficient:
  decision_date_missing: 已有不起诉决定，但缺少决定日期
  handover_date_missing: 已登记反向衔接审查，但缺少移送日期，登记晚于移送期限，无法判断移送是否逾期
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 1, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 已在业务系统中移送，但移送日期未报送
deadline_measures: [handover_working_days]
clears_if_zh: 提供全国检察业务应用系统中的移送记录及其日期
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH decided AS (
    SELECT
        p.*,
        t.handover_due_on,
        t.handover_amount,
        t.handover_basis,
        r.as_of,
        CASE
            WHEN p.decision = '附条件不起诉' THEN 'excluded:conditional'
            WHEN p.decided_on IS NULL THEN 'insufficient:decision_date_missing'
            WHEN t.handover_due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN coalesce(p.handed_over_on, p.review_registered_on, r.as_of) <= t.handover_due_on THEN 'clear:'
            WHEN p.handed_over_on IS NULL AND p.review_registered_on IS NOT NULL THEN 'insufficient:handover_date_missing'
            ELSE 'flagged:'
        END AS verdict
    FROM known.prosecution AS p
    JOIN fact.review_term AS t USING (record_id)
    CROSS JOIN known.run AS r
    -- Before the guideline there was no term.
    WHERE p.decided_on IS NULL OR t.is_under_guideline
)
SELECT
    'prosecution' AS subject_kind,
    d.record_id AS subject_id,
    d.pros_no AS subject_no,
    list_filter([d.pros_no, d.decision_no], lambda no: no IS NOT NULL) AS related_nos,
    NULL AS authority,
    y.party_id,
    d.suspect_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'decision_date_missing' THEN ['decided_on']
        WHEN 'handover_date_missing' THEN ['handed_over_on']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.decided_on)), year(d.decided_on))]
    END AS missing,
    d.offence,
    NULL AS rule_version,
    d.handover_basis AS legal_basis,
    'handover_working_days' AS measure,
    w.days AS value,
    '个工作日' AS unit,
    d.handover_amount AS threshold,
    w.days / d.handover_amount::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '附条件不起诉，尚不是最终决定'
        WHEN 'insufficient' THEN '缺少计算移送期限所需的日期或日历'
        WHEN 'clear' THEN CASE WHEN d.handed_over_on IS NULL AND d.review_registered_on IS NULL
            THEN '应于' || x_day_zh(d.handover_due_on) || '前移送行政检察部门' END
        ELSE
            x_day_zh(d.decided_on) || '决定' || d.decision || '，应于' || x_day_zh(d.handover_due_on)
            || '前移送行政检察部门，' || coalesce(x_day_zh(d.handed_over_on) || '才移送', '截至' || x_day_zh(d.as_of) || '未见移送')
            || '（第' || w.days || '个工作日，' || d.handover_basis || '）。'
    END AS reason_zh,
    d.handover_due_on AS occurred_on,
    d.known_on,
    [{feed: 'prosecution', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.handed_over_on IS NULL AND d.review_registered_on IS NULL THEN d.handover_due_on END AS due_on
FROM decided AS d
LEFT JOIN LATERAL (
    SELECT count(*)::INTEGER AS days FROM rule.calendar AS c
    WHERE c.is_working AND c.day > d.decided_on AND c.day <= coalesce(d.handed_over_on, d.as_of)
) AS w ON TRUE
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = d.record_id
