/*card
id: f12_police_case_stalled
title_zh: 立而不侦
title_en: Police case without progress
model_class: rule
failure_mode: 有罪不究
subject: police_case
severity: medium
feeds: [police_case, prosecution, transfer, procuratorial_document]
absence_of: [prosecution]
legal_basis:
  - {law: 人民检察院刑事诉讼规则, article: 第564条}
  - {law: 公安机关办理刑事案件程序规定, article: 第186条}
condition_zh: >-
  监督立案的案件超过规定月数仍未侦结（规则）；行政机关认定的事实或者立案的简要案情达到追诉标准的案件撤案、终止侦查而未写明理由（规则）；
  其他案件超过设定月数且比同类案件中绝大多数已侦结案件更久仍无结果（统计提示）；
  某公安机关超过设定月数无结果的案件比例显著高于其他机关的，另作统计提示（Fisher 精确检验，按 Benjamini–Hochberg 校正，
  样本数不少于下限，并列出安慰剂线）。
risk_zh: 立案后不侦查或者无理由撤案，使立案监督和移送落空。
excluded:
  prosecuted: 已移送审查起诉
insufficient:
  calendar_missing: 缺少该年度工作日历，无法计算期限
  outcome_date_missing: 已有处理结果，但缺少处理日期
  too_few: 可供检验的案件太少
  no_peers: 没有其他机关可以比较
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
  - {id: silent_months, zh: 其他案件无结果的月数, unit: 月, default: 6, source: 产品设定, date: 2026-11-24}
  - {id: least_concluded, zh: 计算同类办案时长所需的最少已侦结案件, unit: 件, default: 30, source: 产品设定, date: 2026-11-24}
  - {id: quantile, zh: 视为异常的办案时长分位, unit: 比例, default: 0.99, source: 产品设定, date: 2026-11-24}
  - {id: least_cases, zh: 检验所需的最少案件数, unit: 件, default: 10, source: 产品设定, date: 2026-11-25}
  - {id: false_discovery, zh: 允许的错误发现率, unit: 比例, default: 0.1, source: Benjamini–Hochberg（1995）, date: 2026-11-25}
  - {id: placebo_low, zh: 安慰剂线（低）, unit: 比例, default: 0.7, source: 产品设定, date: 2026-11-25}
  - {id: placebo_high, zh: 安慰剂线（高）, unit: 比例, default: 1.3, source: 产品设定, date: 2026-11-25}
known_false_positives:
  - 犯罪嫌疑人在逃或者中止侦查未录入
  - 移送审查起诉后立案数据未回填
deadline_measures: [investigation_days]
clears_if_zh: 提供侦查终结、移送审查起诉、撤案决定书及其理由
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'silent_months')::INTEGER AS silent_months,
        max(value) FILTER (WHERE id = 'least_concluded')::INTEGER AS least_concluded,
        max(value) FILTER (WHERE id = 'quantile') AS quantile
    FROM rule.parameter
    WHERE model = 'f12_police_case_stalled'
),
charged AS (
    SELECT x_number(police_case_no) AS number_key, min(accepted_on) AS accepted_on
    FROM known.prosecution
    WHERE police_case_no IS NOT NULL
    GROUP BY x_number(police_case_no)
),
-- How long concluded cases took: the share of them that were done as late as a silent one is old.
lasted AS (
    SELECT count(*) AS concluded, list_extract(list(outcome_on - filed_on ORDER BY outcome_on - filed_on), ceil(count(*) * (SELECT quantile FROM setting))::BIGINT) AS long_days
    FROM known.police_case
    WHERE outcome IS NOT NULL AND outcome <> '侦查中' AND outcome_on IS NOT NULL
),
met AS (
    -- The administrative facts behind the case reach a line, or else the facts that the police wrote down.
    SELECT b.record_id,
           any_value({feed: b.to_feed, record_id: b.to_record} ORDER BY b.is_own, l.margin DESC NULLS LAST, b.to_feed, b.to_record) AS source,
           any_value({offence: l.offence_name, measure: l.measure, value: l.value, unit: l.unit, threshold: l.threshold, margin: l.margin,
                      whose: CASE WHEN b.is_own THEN '简要案情' ELSE '行政机关认定的事实' END}
                     ORDER BY b.is_own, l.margin DESC NULLS LAST, b.to_feed, b.to_record) AS line
    FROM (
        SELECT record_id, to_feed, to_record, FALSE AS is_own FROM fact.answer WHERE feed = 'police_case' AND is_sure
        UNION ALL
        SELECT record_id, 'police_case', record_id, TRUE FROM known.police_case
    ) AS b
    JOIN fact.lead AS l ON l.feed = b.to_feed AND l.record_id = b.to_record AND l.outcome = 'met' AND l.exclusion IS NULL
    GROUP BY b.record_id
),
timed AS (
    SELECT
        c.*,
        coalesce(c.source, '') LIKE '%检察监督%' AS is_on_notice,
        coalesce(c.outcome, '侦查中') = '侦查中' AND h.accepted_on IS NULL AS is_silent,
        h.accepted_on,
        u.due_on,
        k.amount,
        k.basis,
        r.as_of,
        (c.filed_on + to_months(s.silent_months))::DATE AS silent_due_on,
        s.silent_months,
        s.quantile,
        CASE WHEN w.concluded >= s.least_concluded THEN w.long_days END AS long_days,
        w.concluded,
        m.source AS met_source, m.line AS met_line
    FROM known.police_case AS c
    CROSS JOIN known.run AS r
    CROSS JOIN setting AS s
    CROSS JOIN lasted AS w
    LEFT JOIN charged AS h ON h.number_key = x_number(c.police_case_no)
    LEFT JOIN rule.due AS u ON u.clock = 'investigation_on_notice' AND u.day = c.filed_on
    LEFT JOIN rule.clock AS k ON k.id = 'investigation_on_notice' AND c.filed_on >= k.from_on AND (k.to_on IS NULL OR c.filed_on <= k.to_on)
    LEFT JOIN met AS m ON m.record_id = c.record_id
),
decided AS (
    SELECT
        *,
        CASE
            WHEN outcome IN ('撤案', '终止侦查') AND met_source IS NOT NULL AND outcome_reason IS NULL THEN 'flagged:withdrawn'
            WHEN accepted_on IS NOT NULL AND coalesce(outcome, '侦查中') = '侦查中'
                AND accepted_on > coalesce(CASE WHEN is_on_notice THEN due_on END, silent_due_on) THEN 'excluded:prosecuted'
            WHEN NOT is_silent AND is_on_notice AND outcome_on IS NULL AND accepted_on IS NULL THEN 'insufficient:outcome_date_missing'
            WHEN NOT is_silent THEN 'clear:'
            WHEN is_on_notice AND due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN is_on_notice AND as_of > due_on THEN 'flagged:notice'
            WHEN is_on_notice THEN 'clear:'
            WHEN as_of > silent_due_on AND as_of - filed_on > coalesce(long_days, 0) THEN 'flagged:silent'
            ELSE 'clear:'
        END AS found
    FROM timed
),
covered AS (
    SELECT
        *,
        CASE
            WHEN found IN ('flagged:notice', 'flagged:silent')
                AND (SELECT count(*) FROM known.coverage AS v WHERE v.feed = 'prosecution' AND d.filed_on BETWEEN v.from_on AND v.to_on) = 0
                AND NOT EXISTS (SELECT 1 FROM known.police_case AS other WHERE other.outcome IS NOT NULL AND other.outcome <> '侦查中')
                THEN 'not_computable:'
            ELSE found
        END AS verdict,
        found = 'flagged:withdrawn' AS is_withdrawn,
        coalesce(outcome_on, as_of) - filed_on AS taken_days,
        CASE WHEN is_on_notice THEN due_on - filed_on ELSE silent_due_on - filed_on END AS allowed_days
    FROM decided AS d
)
SELECT
    'police_case' AS subject_kind,
    d.record_id AS subject_id,
    d.police_case_no AS subject_no,
    [d.police_case_no] AS related_nos,
    d.police_org AS authority,
    y.party_id,
    d.suspect_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    CASE WHEN d.verdict LIKE 'flagged:%' THEN NULL ELSE nullif(split_part(d.verdict, ':', 2), '') END AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.filed_on)), year(d.filed_on))]
        WHEN 'outcome_date_missing' THEN ['outcome_on']
    END AS missing,
    d.offence,
    NULL AS rule_version,
    CASE WHEN d.verdict = 'flagged:notice' OR d.is_on_notice THEN d.basis ELSE n.basis END AS legal_basis,
    CASE WHEN d.is_withdrawn THEN d.met_line.measure ELSE 'investigation_days' END AS measure,
    CASE WHEN d.is_withdrawn THEN d.met_line.value ELSE d.taken_days END AS value,
    CASE WHEN d.is_withdrawn THEN d.met_line.unit ELSE '日' END AS unit,
    CASE WHEN d.is_withdrawn THEN d.met_line.threshold ELSE d.allowed_days END AS threshold,
    CASE WHEN d.is_withdrawn THEN d.met_line.margin ELSE d.taken_days / d.allowed_days::DOUBLE END AS margin,
    1.0 AS certainty,
    CASE d.verdict
        WHEN 'flagged:notice' THEN
            '检察监督立案的案件，' || x_day_zh(d.filed_on) || '立案，应于' || x_day_zh(d.due_on) || '前侦结，截至' || x_day_zh(d.as_of)
            || '未见结果，逾期' || (d.as_of - d.due_on) || '日，可以发出催办函（' || d.basis || '）。'
        WHEN 'flagged:withdrawn' THEN
            '公安机关' || coalesce(x_day_zh(d.outcome_on), '') || d.outcome || '，未写明理由；' || d.met_line.whose || '已达到' || d.met_line.offence || '的追诉标准。'
        WHEN 'flagged:silent' THEN
            '统计提示：' || x_day_zh(d.filed_on) || '立案，已' || (d.as_of - d.filed_on) || '日无结果，超过' || d.silent_months || '个月'
            || CASE WHEN d.long_days IS NULL THEN '（已侦结案件不足，未作比较）'
                    ELSE '，也超过' || d.concluded || '件已侦结案件中' || x_figure_zh(d.quantile * 100) || '%的用时（' || x_figure_zh(round(d.long_days)) || '日）' END || '。'
        WHEN 'excluded:prosecuted' THEN '检察机关已受理审查起诉'
        WHEN 'insufficient:calendar_missing' THEN '缺少该年度工作日历'
        WHEN 'insufficient:outcome_date_missing' THEN '已有处理结果，但缺少处理日期'
        WHEN 'not_computable:' THEN '审查起诉数据未接入，立案数据也无处理结果，不能以“未见结果”为据'
        WHEN 'clear:' THEN CASE WHEN d.is_on_notice AND d.is_silent THEN '监督立案的案件应于' || x_day_zh(d.due_on) || '前侦结' END
    END AS reason_zh,
    coalesce(d.outcome_on, CASE WHEN d.is_on_notice THEN d.due_on ELSE d.silent_due_on END) AS occurred_on,
    d.known_on,
    [{feed: 'police_case', record_id: d.record_id}] || CASE WHEN d.met_source IS NULL OR d.met_source.feed = 'police_case' THEN [] ELSE [d.met_source] END AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE d.verdict WHEN 'flagged:silent' THEN 'low' END AS severity,
    CASE d.verdict WHEN 'flagged:silent' THEN 'statistical' END AS model_class,
    CASE WHEN d.is_on_notice AND d.is_silent THEN d.due_on END AS due_on
FROM covered AS d
LEFT JOIN party.resolved AS y ON y.feed = 'police_case' AND y.record_id = d.record_id
LEFT JOIN rule.norm AS n ON n.model = 'f12_police_case_stalled'
UNION ALL BY NAME
-- The body's habit, beside the single case: a statistical lead on the authority.
SELECT
    s.* EXCLUDE (model, cases, hits, compared_zh, untested_zh),
    'silent_share' AS measure,
    CASE s.outcome
        WHEN 'flagged' THEN '统计提示：' || s.authority || '立案的' || s.cases || '件中' || s.hits || '件超过设定月数无结果' || s.compared_zh
        WHEN 'insufficient' THEN s.untested_zh
    END AS reason_zh
FROM fact.statistic_lead AS s
WHERE s.model = 'f12_police_case_stalled'
