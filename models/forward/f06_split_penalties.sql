/*card
id: f06_split_penalties
title_zh: 化整为零
title_en: One matter split over several penalties
model_class: rule
failure_mode: 以罚代刑
subject: party
severity: high
feeds: [penalty, transfer, police_case, prosecution, judgment, entity]
absence_of: [transfer, police_case]
legal_basis:
  - {law: 行政处罚法, article: 第27条}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第3条、第11条}
condition_zh: >-
  同一当事人（或者同一经营者名下的当事人）就同类行为受到两次以上处罚，每次都未达到追诉标准，但各次行为同属一次检查、
  一批存货，或者后一行为在前一行为受到处罚之前已经开始且相隔不久，数额合计达到追诉标准。法律逐次判断的（事故等）不合计；
  法律规定累计期间的，只合计该期间内的行为。
risk_zh: 一案拆成数案，每案都在标准以下，规避移送。
excluded:
  separate_acts: 各次行为先后独立实施并依法处罚完毕，不累计
  transferred: 已移送公安机关
  transferred_by_other_agency: 其他机关已就同一行为移送
  police_case: 公安机关已就同一行为立案
  prosecution_or_judgment: 检察机关或法院已办理同一行为
  limitation_passed: 已过追诉时效
insufficient:
  measure_missing: 缺少判断合计数额所需的事实
  calendar_missing: 缺少该年度工作日历，无法计算移送期限
parameters:
  - {id: acts_apart_days, zh: 相邻两次行为的最大间隔, unit: 日, default: 90, source: 产品设定, date: 2026-11-24}
  - {id: numbers_apart, zh: 视为相邻文号的最大差, unit: 号, default: 1, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 各次处罚后重新实施的新行为，行为开始日期未录入
  - 同一决定以不同文号重复录入且金额不同
  - 案情文字和数额完全相同的各次决定，实为对同一行为的重复处罚
clears_if_zh: 提供证明各次行为先后独立、各自处罚完毕的材料，或者移送、立案文书
owner: 刑事检察与行政检察线索组
version: 1.2.0
*/
WITH pair AS (
    SELECT DISTINCT actor_id, offence FROM fact.group_member
),
summed AS (
    SELECT
        g.group_id, g.actor_id, g.offence, g.number,
        e.* EXCLUDE (feed, record_id, offence),
        o.name AS offence_name,
        list(g.decision_no ORDER BY g.decided_on, g.decision_no) AS nos,
        list({feed: 'penalty', record_id: g.record_id} ORDER BY g.decided_on, g.decision_no) AS sources,
        min(g.decided_on) AS first_on,
        max(g.decided_on) AS last_on,
        max(g.act_on) AS act_on,
        arg_max(t.is_police, (g.decided_on, g.decision_no)) AS is_police,
        count(*) AS decisions,
        count(DISTINCT g.facts_key || coalesce(CAST(g.value AS VARCHAR), '')) < count(*) AS has_copies
    FROM fact.group_member AS g
    JOIN fact.group_evaluation AS e ON e.record_id = g.group_id AND e.offence = g.offence
    JOIN rule.offence AS o ON o.code = g.offence
    JOIN fact.subject AS t ON t.feed = 'penalty' AND t.record_id = g.record_id
    GROUP BY ALL
),
answered AS (
    SELECT g.group_id, min(w.code) AS code, string_agg(DISTINCT w.sure_zh, '；' ORDER BY w.sure_zh) AS sure_zh, max(w.doubt) AS doubt,
           string_agg(DISTINCT w.doubt_zh, '；' ORDER BY w.doubt_zh) AS doubt_zh
    FROM fact.group_member AS g
    JOIN fact.answered AS w ON w.feed = 'penalty' AND w.record_id = g.record_id
    GROUP BY g.group_id
),
-- Groups whose acts belong together; the sum of all acts only where it reaches the line and no such group does.
ranked AS (
    SELECT c.*
    FROM summed AS c
    WHERE c.number > 0 AND c.outcome IN ('met', 'unknown')
       OR (c.number = 0 AND c.outcome = 'met' AND NOT EXISTS (
            SELECT 1 FROM summed AS other
            WHERE other.actor_id = c.actor_id AND other.offence = c.offence AND other.number > 0 AND other.outcome = 'met'))
),
judged AS (
    SELECT
        r.*,
        coalesce(a.doubt, 0) AS doubt, a.doubt_zh, a.sure_zh, a.code,
        CASE
            WHEN r.number = 0 THEN 'excluded:separate_acts'
            WHEN r.outcome = 'unknown' THEN 'insufficient:measure_missing'
            WHEN a.code IS NOT NULL THEN 'excluded:' || a.code
            -- Long past any possible term no calendar is needed to say so.
            WHEN t.due_on IS NULL AND n.as_of <= r.last_on
                + (SELECT value::INTEGER FROM rule.parameter WHERE model = 'f01_penalty_instead_of_prosecution' AND id = 'calendar_slack_days')
                THEN 'insufficient:calendar_missing'
            WHEN n.as_of <= t.due_on THEN 'clear:'
            WHEN r.act_on + to_years(r.limitation_years) < n.as_of THEN 'excluded:limitation_passed'
            WHEN (SELECT count(*) FROM known.coverage AS c
                  WHERE c.feed = CASE WHEN r.is_police THEN 'police_case' ELSE 'transfer' END AND r.last_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM ranked AS r
    LEFT JOIN answered AS a ON a.group_id = r.group_id
    LEFT JOIN rule.transfer_term AS t ON t.day = r.last_on
    CROSS JOIN known.run AS n
),
-- The same decisions may add up to several offences: the one that reaches furthest stands for them.
told AS (
    SELECT *
    FROM judged
    QUALIFY row_number() OVER (
        PARTITION BY actor_id, nos
        ORDER BY list_position(['flagged', 'not_computable', 'excluded', 'insufficient', 'clear'], split_part(verdict, ':', 1)),
                 margin DESC NULLS LAST, offence
    ) = 1
),
every AS (
    SELECT group_id, verdict FROM told
    UNION ALL
    SELECT p.actor_id || '|' || p.offence, 'clear:'
    FROM pair AS p
    WHERE NOT EXISTS (SELECT 1 FROM told AS t WHERE t.actor_id = p.actor_id AND t.offence = p.offence)
),
who AS (
    SELECT g.group_id, any_value(a.party_id ORDER BY p.decided_on, p.record_id) AS party_id,
           any_value(a.credit_code ORDER BY p.decided_on, p.record_id) AS credit_code,
           string_agg(DISTINCT p.party_name, '、' ORDER BY p.party_name) AS party_name,
           string_agg(DISTINCT p.authority, '、' ORDER BY p.authority) AS authority,
           max(p.known_on) AS known_on
    FROM fact.group_member AS g
    JOIN known.penalty AS p ON p.record_id = g.record_id
    JOIN party.actor AS a ON a.feed = 'penalty' AND a.record_id = g.record_id
    GROUP BY g.group_id
)
SELECT
    'party' AS subject_kind,
    -- Who is behind a party changes as registers arrive; the decision with which the group begins does not.
    coalesce(d.offence || '|' || d.sources[1].record_id || CASE WHEN d.number = 0 THEN '|0' ELSE '' END, v.group_id) AS subject_id,
    coalesce(w.credit_code, w.party_id) AS subject_no,
    d.nos AS related_nos,
    w.authority,
    w.party_id,
    w.party_name,
    w.credit_code,
    split_part(v.verdict, ':', 1) AS outcome,
    nullif(split_part(v.verdict, ':', 2), '') AS reason_code,
    CASE split_part(v.verdict, ':', 2)
        WHEN 'measure_missing' THEN d.missing
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.last_on)), year(d.last_on))]
    END AS missing,
    d.offence_name AS offence,
    d.rule_version,
    d.legal_basis,
    d.measure,
    d.value,
    d.unit,
    d.threshold,
    d.margin,
    1 - d.doubt AS certainty,
    CASE split_part(v.verdict, ':', 1)
        WHEN 'flagged' THEN
            '“' || w.party_name || '”' || CASE WHEN d.first_on = d.last_on THEN x_day_zh(d.first_on)
                ELSE '在' || x_day_zh(d.first_on) || '至' || x_day_zh(d.last_on) || '间' END || '因同类行为被处罚' || d.decisions
            || '次（' || array_to_string(d.nos, '、') || '），各次均未达到' || d.offence_name || '的追诉标准，合计'
            || coalesce(d.measure_zh, '') || x_figure_zh(d.value) || d.unit || '，标准' || x_figure_zh(d.threshold) || d.unit
            || '（' || d.route_zh || '），未见移送或刑事立案记录。' || coalesce('可能已移送：' || d.doubt_zh || '。', '')
            || CASE WHEN d.has_copies THEN '其中有案情文字和数额完全相同的决定，须核对是否为同一行为。' ELSE '' END
        WHEN 'insufficient' THEN '多次处罚合计' || CASE d.outcome WHEN 'met' THEN '已达到' ELSE '可能达到' END || d.offence_name || '的追诉标准，现有事实或日历不足以判断'
        WHEN 'excluded' THEN
            x.zh || coalesce('：' || d.sure_zh, '')
        WHEN 'not_computable' THEN '该期间的移送数据（公安机关自办的为刑事立案数据）未接入，不能以“未见”为据'
    END AS reason_zh,
    d.act_on AS occurred_on,
    w.known_on,
    d.sources,
    NULL AS links,
    to_json(list_transform(tested.codes, lambda reason: {code: reason.code, zh: reason.zh, result: '未见'})) AS exceptions
FROM every AS v
LEFT JOIN told AS d ON d.group_id = v.group_id
LEFT JOIN who AS w ON w.group_id = v.group_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f06_split_penalties' AND x.outcome = 'excluded' AND x.code = split_part(v.verdict, ':', 2)
CROSS JOIN (
    SELECT list({code: code, zh: zh} ORDER BY code) AS codes
    FROM rule.reason WHERE model = 'f06_split_penalties' AND outcome = 'excluded'
) AS tested
