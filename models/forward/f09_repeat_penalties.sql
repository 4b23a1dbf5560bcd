/*card
id: f09_repeat_penalties
title_zh: 屡罚不移
title_en: Repeated penalties without transfer
model_class: rule
failure_mode: 以罚代刑
subject: penalty
severity: high
feeds: [penalty, transfer, police_case, prosecution, judgment, entity]
absence_of: [transfer, police_case]
legal_basis:
  - {law: 行政处罚法, article: 第27条}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第3条、第11条}
condition_zh: >-
  罪名有“受过若干次处罚后又实施”的标准：同一当事人因同类行为被规定的机关处罚达到规定次数，处罚均在新的行为之前生效且未被撤销，
  新的行为在规定期间内并达到该项数额（有数额要求的），而未见移送。
risk_zh: 屡罚屡犯仍只作行政处罚，刑法的重复违法条款被架空。
excluded:
  prior_revoked: 此前的处罚已被撤销，次数不足
  outside_window: 此前的处罚不在规定期间内，次数不足
  different_conduct: 此前的处罚不属同类行为，次数不足
  transferred: 已移送公安机关
  transferred_by_other_agency: 其他机关已就同一行为移送
  police_case: 公安机关已就同一行为立案
  prosecution_or_judgment: 检察机关或法院已办理同一行为
  stated_transferred: 决定书载明已移送司法机关或公安机关已立案
  stated_declined: 决定书载明公安机关不予立案或者撤销案件
  revoked: 处罚决定已被撤销
  offence_not_applicable: 存在罪名的法定排除情形
  limitation_passed: 已过追诉时效
insufficient:
  measure_missing: 缺少判断数额所需的事实
  priors_not_delivered: 决定书载明此前受过处罚，但未见该处罚的记录，不能判断次数、期间和行为种类
  calendar_missing: 缺少该年度工作日历，无法计算移送期限
parameters: []
known_false_positives:
  - 公开数据期满撤下或者信用修复后，此前处罚的次数只会少计
  - 同名当事人的处罚被归为一人
clears_if_zh: 提供移送、立案文书，或者证明此前处罚已撤销、不属同类行为、不在期间内的材料
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH setting AS (
    SELECT value AS candidate_confidence FROM rule.parameter
    WHERE model = 'f01_penalty_instead_of_prosecution' AND id = 'candidate_confidence'
),
both_readings AS (
    SELECT
        e.record_id, e.offence,
        e.outcome, e.route_zh, e.measure, e.measure_zh, e.value, e.unit, e.threshold, e.margin, e.missing,
        e.exclusion, e.exclusion_zh, e.limitation_years, e.legal_basis, e.rule_version,
        x.outcome AS any_outcome,
        o.name AS offence_name
    FROM fact.repeat_evaluation AS e
    JOIN fact.repeat_any_evaluation AS x USING (feed, record_id, offence)
    JOIN fact.candidate AS c USING (feed, record_id, offence)
    JOIN rule.offence AS o ON o.code = e.offence
    CROSS JOIN setting AS s
    WHERE c.confidence >= s.candidate_confidence AND e.outcome <> 'inapplicable'
),
lead_offence AS (
    SELECT *
    FROM both_readings
    QUALIFY row_number() OVER (
        PARTITION BY record_id
        ORDER BY (exclusion IS NOT NULL)::INTEGER, list_position(['met', 'unknown', 'unmet'], outcome),
                 list_position(['met', 'unknown', 'unmet'], any_outcome), margin DESC NULLS LAST, offence
    ) = 1
),
counted AS (
    -- The earlier penalties that count towards the offence, and what the missing ones lack.
    SELECT
        l.record_id,
        max(q.number) AS number,
        bool_or(q.with_revoked >= q.at_least) AS is_short_by_revocation,
        bool_or(q.without_window >= q.at_least) AS is_short_by_window,
        bool_or(q.any_conduct >= q.at_least) AS is_short_by_conduct,
        bool_or(q.told > 0) AS is_told,
        any_value(q.priors ORDER BY q.number DESC, q.prior_id) AS priors
    FROM lead_offence AS l
    JOIN rule.prior AS r ON r.offence = l.offence
    JOIN fact.prior AS q ON q.record_id = l.record_id AND q.prior_id = r.prior_id
    GROUP BY l.record_id
),
judged AS (
    SELECT
        l.*,
        p.decision_no, p.authority, p.party_name, p.decided_on, p.known_on,
        t.act_on, q.number, q.priors,
        a.sure_zh, coalesce(a.doubt, 0) AS doubt, a.doubt_zh, a.links, a.sources AS answer_sources,
        CASE
            WHEN l.outcome = 'unmet' AND l.any_outcome = 'unmet' THEN 'clear:'
            WHEN p.revoked_on IS NOT NULL THEN 'excluded:revoked'
            WHEN l.exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN l.outcome = 'unmet' AND l.any_outcome = 'unknown' AND NOT q.is_told THEN 'clear:'
            WHEN l.outcome = 'unmet' AND q.is_short_by_revocation THEN 'excluded:prior_revoked'
            WHEN l.outcome = 'unmet' AND q.is_short_by_window THEN 'excluded:outside_window'
            WHEN l.outcome = 'unmet' AND q.is_short_by_conduct THEN 'excluded:different_conduct'
            WHEN m.is_stated_transferred THEN 'excluded:stated_transferred'
            WHEN m.is_stated_declined THEN 'excluded:stated_declined'
            WHEN l.outcome = 'unknown' THEN 'insufficient:measure_missing'
            WHEN a.code IS NOT NULL THEN 'excluded:' || a.code
            WHEN l.outcome = 'unmet' THEN 'insufficient:priors_not_delivered'
            WHEN g.due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN r.as_of <= g.due_on THEN 'clear:'
            WHEN t.act_on + to_years(l.limitation_years) < r.as_of THEN 'excluded:limitation_passed'
            WHEN (SELECT count(*) FROM known.coverage AS c
                  WHERE c.feed = CASE WHEN t.is_police THEN 'police_case' ELSE 'transfer' END AND p.decided_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM lead_offence AS l
    JOIN known.penalty AS p USING (record_id)
    JOIN fact.subject AS t ON t.feed = 'penalty' AND t.record_id = l.record_id
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = l.record_id
    LEFT JOIN counted AS q ON q.record_id = l.record_id
    LEFT JOIN fact.answered AS a ON a.feed = 'penalty' AND a.record_id = l.record_id
    LEFT JOIN rule.transfer_term AS g ON g.day = p.decided_on
    CROSS JOIN known.run AS r
)
SELECT
    'penalty' AS subject_kind,
    d.record_id AS subject_id,
    d.decision_no AS subject_no,
    [d.decision_no] || coalesce(list_transform(d.priors, lambda prior: prior.no), []) AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'measure_missing' THEN d.missing
        WHEN 'priors_not_delivered' THEN ['prior_penalties']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.decided_on)), year(d.decided_on))]
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
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '“' || d.party_name || '”此前因同类行为已被处罚' || d.number || '次（'
            || array_to_string(list_transform(d.priors, lambda prior: prior.no || '，' || x_day_zh(prior."on") || '生效'), '；') || '），'
            || x_day_zh(d.decided_on) || '又因新的行为被' || d.authority || '处罚，已达到' || d.offence_name || '的标准（' || d.route_zh || '）'
            || CASE WHEN d.value IS NULL OR d.threshold IS NULL THEN ''
                    ELSE '，' || coalesce(d.measure_zh, d.measure) || x_figure_zh(d.value) || d.unit || '，标准' || x_figure_zh(d.threshold) || d.unit END
            || '，未见移送或刑事立案记录。' || coalesce('可能已移送：' || d.doubt_zh || '。', '')
        WHEN 'insufficient' THEN
            CASE WHEN d.verdict = 'insufficient:priors_not_delivered' THEN '可能涉及' || d.offence_name || '的重复违法条款：' || x.zh
                 ELSE '此前处罚次数已达到' || d.offence_name || '的规定，缺少判断本次数额或期限所需的事实' END
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                ELSE x.zh || coalesce('：' || d.sure_zh, '')
            END
        WHEN 'not_computable' THEN '该期间的移送数据（公安机关自办的为刑事立案数据）未接入，不能以“未见”为据'
    END AS reason_zh,
    d.act_on AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}]
        || coalesce(list_transform(d.priors, lambda prior: {feed: prior.feed, record_id: prior.record_id}), [])
        || coalesce(d.answer_sources, []) AS sources,
    d.links,
    to_json(list_transform(tested.codes, lambda reason: {code: reason.code, zh: reason.zh, result: '未见'})) AS exceptions
FROM judged AS d
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f09_repeat_penalties' AND x.outcome = split_part(d.verdict, ':', 1) AND x.code = split_part(d.verdict, ':', 2)
CROSS JOIN (
    SELECT list({code: code, zh: zh} ORDER BY code) AS codes
    FROM rule.reason WHERE model = 'f09_repeat_penalties' AND outcome = 'excluded'
) AS tested
