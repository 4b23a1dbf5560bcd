/*card
id: f11_case_dropped
title_zh: 应移未移
title_en: Case dropped or left open above the line
model_class: rule
failure_mode: 有案不移
subject: admin_case
severity: high
feeds: [admin_case, transfer, police_case, prosecution, judgment]
absence_of: [transfer, police_case]
legal_basis:
  - {law: 行政处罚法, article: 第27条、第60条、第82条}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第3条、第5条}
condition_zh: >-
  行政案件以撤案、不予处罚结案，或者超过办案期限仍未结案，而案情认定的事实已达到追诉标准（行为时与现行标准均达到），未见移送。
risk_zh: 案件既未处罚也未移送，涉嫌犯罪的事实被搁置或者消化。
excluded:
  transferred: 已移送公安机关
  transferred_by_other_agency: 其他机关已就同一行为移送
  police_case: 公安机关已就同一行为立案
  prosecution_or_judgment: 检察机关或法院已办理同一行为
  clearly_minor: 结案理由为情节显著轻微
  not_proven: 结案理由为违法事实不成立
  under_age: 行为时未达刑事责任年龄
  limitation_passed: 已过追诉时效
  offence_not_applicable: 存在罪名的法定排除情形
insufficient:
  measure_missing: 缺少判断追诉标准所需的事实
  calendar_missing: 缺少该年度工作日历，无法计算办案期限
  status_unknown: 案件状态不在规定取值之内，不知是否已处罚或者移送
  age_unsettled: 行为时的刑事责任年龄不明，或者须先查明是否属于低龄即负刑事责任的犯罪
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 立案时的案情为举报内容，调查后未查实
  - 检验、鉴定、听证期间依法不计入办案期限而未录入
clears_if_zh: 提供移送文书、延长办案期限的批准，或者证明事实不成立、未达追诉标准的调查报告
owner: 刑事检察与行政检察线索组
version: 1.0.3
*/
WITH ended AS (
    SELECT
        c.*,
        r.as_of,
        c.status IN ('撤案', '不予处罚') AS is_dropped,
        greatest(u.due_on, c.extension_until) AS due_on,
        -- The record has a basis of its own: what the party is said to have broken.
        k.basis AS term_basis
    FROM known.admin_case AS c
    CROSS JOIN known.run AS r
    LEFT JOIN rule.due AS u ON u.clock = 'case_handling' AND u.day = c.filed_on
    LEFT JOIN rule.clock AS k ON k.id = 'case_handling' AND c.filed_on >= k.from_on AND (k.to_on IS NULL OR c.filed_on <= k.to_on)
),
judged AS (
    SELECT
        c.*,
        l.outcome AS met, l.offence_name, l.rule_version, l.legal_basis, l.measure, l.measure_zh, l.value, l.unit, l.threshold,
        l.margin, l.missing AS missing_measures, l.route_zh, l.exclusion_zh,
        t.act_on, coalesce(a.doubt, 0) AS doubt, a.doubt_zh, a.sure_zh, a.links, a.sources AS answer_sources,
        CASE
            WHEN l.outcome IS NULL OR l.outcome = 'unmet' OR c.status IN ('移送', '已处罚', '中止') THEN 'clear:'
            WHEN l.exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN c.is_dropped AND regexp_matches(c.close_reason, '显著轻微') THEN 'excluded:clearly_minor'
            WHEN c.is_dropped AND regexp_matches(c.close_reason, '(事实|违法行为)不(能)?成立|没有违法事实|证据不足') THEN 'excluded:not_proven'
            WHEN NOT c.is_dropped AND c.status <> '在办' THEN 'insufficient:status_unknown'
            WHEN NOT c.is_dropped AND c.due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN NOT c.is_dropped AND c.as_of <= c.due_on THEN 'clear:'
            WHEN l.outcome = 'unknown' THEN 'insufficient:measure_missing'
            WHEN a.code IS NOT NULL THEN 'excluded:' || a.code
            WHEN n.age_is = 'under_age' THEN 'excluded:under_age'
            WHEN t.act_on + to_years(l.limitation_years) < c.as_of THEN 'excluded:limitation_passed'
            WHEN n.age_is = 'unsettled' THEN 'insufficient:age_unsettled'
            WHEN (SELECT count(*) FROM known.coverage AS v
                  WHERE v.feed = CASE WHEN t.is_police THEN 'police_case' ELSE 'transfer' END AND coalesce(c.closed_on, c.filed_on) BETWEEN v.from_on AND v.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM ended AS c
    LEFT JOIN fact.lead AS l ON l.feed = 'admin_case' AND l.record_id = c.record_id
    LEFT JOIN fact.subject AS t ON t.feed = 'admin_case' AND t.record_id = c.record_id
    LEFT JOIN fact.minor AS n ON n.feed = 'admin_case' AND n.record_id = c.record_id AND n.offence = l.offence
    LEFT JOIN fact.answered AS a ON a.feed = 'admin_case' AND a.record_id = c.record_id
)
SELECT
    'admin_case' AS subject_kind,
    d.record_id AS subject_id,
    d.case_no AS subject_no,
    [d.case_no] AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'measure_missing' THEN d.missing_measures
        WHEN 'status_unknown' THEN ['status']
        WHEN 'age_unsettled' THEN ['criminal_age']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.filed_on)), year(d.filed_on))]
    END AS missing,
    d.offence_name AS offence,
    d.rule_version,
    concat_ws('；', d.legal_basis, CASE WHEN NOT d.is_dropped THEN d.term_basis END) AS legal_basis,
    d.measure,
    d.value,
    d.unit,
    d.threshold,
    d.margin,
    1 - d.doubt AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            d.authority || x_day_zh(d.filed_on) || '立案的“' || d.party_name || '”一案，'
            || CASE WHEN d.is_dropped THEN coalesce(x_day_zh(d.closed_on), '') || '以“' || d.status || '”结案'
                         || coalesce('（理由：' || d.close_reason || '）', '')
                    ELSE '应于' || x_day_zh(d.due_on) || '前结案，截至' || x_day_zh(d.as_of) || '未结案，超期' || (d.as_of - d.due_on) || '日（' || d.term_basis || '）' END
            || '；案情认定的事实已达到' || d.offence_name || '的追诉标准（' || d.route_zh || '）'
            || CASE WHEN d.value IS NULL OR d.threshold IS NULL THEN ''
                    ELSE '，' || coalesce(d.measure_zh, d.measure) || x_figure_zh(d.value) || d.unit || '，标准' || x_figure_zh(d.threshold) || d.unit END
            || '，未见移送。' || coalesce('可能已移送：' || d.doubt_zh || '。', '')
        WHEN 'insufficient' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'status_unknown' THEN '案件状态“' || d.status || '”不在规定取值之内，不知是否已处罚或者移送；可能涉及' || d.offence_name
                WHEN 'age_unsettled' THEN '未处罚也未移送，可能涉及' || d.offence_name || '，当事人行为时是否已达刑事责任年龄不能确定'
                ELSE '未处罚也未移送，可能涉及' || d.offence_name || '，现有事实或日历不足以判断'
            END
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                ELSE x.zh || coalesce('：' || d.sure_zh, '')
            END
        WHEN 'not_computable' THEN '该期间的移送数据（公安机关自办的为刑事立案数据）未接入，不能以“未见”为据'
        WHEN 'clear' THEN CASE WHEN d.status = '在办' AND d.met = 'met' THEN
            '已达到' || d.offence_name || '的追诉标准，办案期限于' || x_day_zh(d.due_on) || '届满' END
    END AS reason_zh,
    coalesce(d.closed_on, d.due_on) AS occurred_on,
    d.known_on,
    [{feed: 'admin_case', record_id: d.record_id}] || coalesce(d.answer_sources, []) AS sources,
    d.links,
    to_json(list_transform(tested.codes, lambda reason: {code: reason.code, zh: reason.zh, result: '未见'})) AS exceptions,
    CASE WHEN d.status = '在办' AND d.met = 'met' THEN d.due_on END AS due_on
FROM judged AS d
LEFT JOIN party.resolved AS y ON y.feed = 'admin_case' AND y.record_id = d.record_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f11_case_dropped' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
CROSS JOIN (
    SELECT list({code: code, zh: zh} ORDER BY code) AS codes
    FROM rule.reason WHERE model = 'f11_case_dropped' AND outcome = 'excluded'
) AS tested
