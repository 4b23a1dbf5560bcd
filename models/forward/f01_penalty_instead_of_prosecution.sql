/*card
id: f01_penalty_instead_of_prosecution
title_zh: 以罚代刑
title_en: Penalty instead of prosecution
model_class: rule
failure_mode: 以罚代刑
subject: penalty
severity: high
feeds: [penalty, transfer, police_case, prosecution, judgment, entity]
absence_of: [transfer, police_case]
legal_basis:
  - {law: 行政处罚法, article: 第27条、第57条、第82条}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第3条、第5条、第10条、第11条}
condition_zh: >-
  行政处罚决定认定的事实已达到某一罪名的追诉标准（行为时与现行标准均达到），处罚决定作出后超过移送期限，
  仍未见同一当事人就同一行为的涉嫌犯罪移送、公安立案或检察、审判记录。
risk_zh: 应当追究刑事责任的案件仅作行政处罚，罚款代替了刑罚，违法成本降低，同类案件处理失衡。
excluded:
  transferred: 已移送公安机关
  transferred_by_other_agency: 其他机关已就同一行为移送
  police_case: 公安机关已就同一行为立案
  prosecution_or_judgment: 检察机关或法院已办理同一行为
  police_declined_before_penalty: 处罚前公安机关已决定不予立案，依法应当处罚
  after_non_prosecution: 不起诉后依法给予的处罚
  stated_transferred: 决定书载明已移送司法机关或公安机关已立案
  stated_declined: 决定书载明公安机关不予立案或者撤销案件
  stated_not_prosecuted: 决定书载明检察机关不起诉
  limitation_passed: 已过追诉时效
  revoked: 处罚决定已被撤销
  under_age: 行为时未达刑事责任年龄
  offence_not_applicable: 存在罪名的法定排除情形
  same_act: 同一行为分别处罚单位和个人，已在另一决定中提示
insufficient:
  measure_missing: 缺少判断追诉标准所需的事实
  calendar_missing: 缺少该年度工作日历，无法计算移送期限
  age_unsettled: 行为时的刑事责任年龄不明，或者须先查明是否属于低龄即负刑事责任的犯罪
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
  - {id: candidate_confidence, zh: 罪名识别最低置信度, unit: 比例, default: 0.5, source: 产品设定, date: 2026-11-24}
  - {id: link_sure, zh: 视为同一人的最低概率, unit: 比例, default: 0.95, source: 产品设定, date: 2026-11-24}
  - {id: link_possible, zh: 作为反证列出的最低概率, unit: 比例, default: 0.05, source: 产品设定, date: 2026-11-24}
  - {id: window_before_days, zh: 刑事记录可早于行为终了日的天数, unit: 日, default: 45, source: 产品设定, date: 2026-11-24}
  - {id: window_unknown_days, zh: 行为日期不明时刑事程序终结可早于行政立案的天数, unit: 日, default: 180, source: 产品设定, date: 2026-11-24}
  - {id: window_after_days, zh: 刑事记录可晚于处罚决定的天数, unit: 日, default: 365, source: 产品设定, date: 2026-11-24}
  - {id: calendar_slack_days, zh: 无工作日历年度视为期限已过的天数, unit: 日, default: 30, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 货值含未侵权或合格商品，决定书未区分
  - 移送至本辖区以外机关且未录入移送数据
  - 共同违法中公司处罚金额重复计入个人
clears_if_zh: 提供移送书回执、公安立案决定书、不予立案通知书，或证明认定事实未达追诉标准的证据
owner: 刑事检察与行政检察线索组
version: 1.0.2
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'candidate_confidence') AS candidate_confidence,
        max(value) FILTER (WHERE id = 'calendar_slack_days')::INTEGER AS calendar_slack_days
    FROM rule.parameter
    WHERE model = 'f01_penalty_instead_of_prosecution'
),
candidate AS (
    SELECT e.*, o.name AS offence_name, o.conduct, c.confidence AS candidate_sure
    FROM fact.evaluation AS e
    JOIN fact.candidate AS c USING (feed, record_id, offence)
    JOIN rule.offence AS o ON o.code = e.offence
    CROSS JOIN setting AS s
    WHERE e.feed = 'penalty' AND c.confidence >= s.candidate_confidence AND e.outcome IN ('met', 'unknown')
      -- An exclusion that sends the act to the other lines of the same offence leaves it to them: fishing at sea.
      AND NOT (e.exclusion IS NOT NULL AND EXISTS (
          SELECT 1
          FROM fact.evaluation AS x
          JOIN rule.offence AS y ON y.code = x.offence
          WHERE x.feed = e.feed AND x.record_id = e.record_id AND x.offence <> e.offence AND y.name = o.name
            AND x.exclusion IS NULL AND x.outcome = 'unmet'
      ))
),
lead_offence AS (
    -- One offence leads a decision: a met one before an open one, without a statutory exclusion before one
    -- with, the highest margin first, then what the record speaks of most surely; the others are named beside it.
    SELECT * EXCLUDE (place, candidate_sure)
    FROM (
        SELECT *, row_number() OVER (
            PARTITION BY record_id
            ORDER BY (exclusion IS NOT NULL)::INTEGER, outcome, margin DESC NULLS LAST, candidate_sure DESC, offence
        ) AS place
        FROM candidate
    )
    WHERE place = 1
),
answered AS (
    SELECT
        a.* EXCLUDE (to_feed, to_record),
        a.to_record AS penalty_id,
        a.declined_on <= p.decided_on AS is_declined_before,
        a.not_prosecuted_on <= p.decided_on AS is_not_prosecuted_before
    FROM fact.answer AS a
    JOIN lead_offence AS e ON e.record_id = a.to_record
    JOIN known.penalty AS p ON p.record_id = a.to_record
    WHERE a.to_feed = 'penalty'
),
also_met AS (
    -- Further offences whose line the same decision reaches.
    SELECT c.record_id, string_agg(DISTINCT c.offence_name, '、' ORDER BY c.offence_name) AS names
    FROM candidate AS c
    JOIN lead_offence AS l ON l.record_id = c.record_id AND l.offence_name <> c.offence_name
    WHERE c.outcome = 'met' AND c.exclusion IS NULL
    GROUP BY c.record_id
),
twin AS (
    -- One act recorded twice, for the firm and for the person behind it: the firm's decision stands for both.
    SELECT
        l.record_id,
        first_value(p.decision_no) OVER w AS first_no,
        -- Two decisions on one and the same party are two decisions.
        a.party_id <> first_value(a.party_id) OVER w AS is_repeated,
        list_sort(list_distinct(list(p.decision_no) OVER (PARTITION BY a.actor_id, l.offence, t.act_on, l.value))) AS nos,
        min(a.party_id) OVER (PARTITION BY a.actor_id, l.offence, t.act_on, l.value)
            <> max(a.party_id) OVER (PARTITION BY a.actor_id, l.offence, t.act_on, l.value) AS is_twin
    FROM lead_offence AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    JOIN fact.subject AS t ON t.feed = 'penalty' AND t.record_id = l.record_id
    JOIN party.actor AS a ON a.feed = 'penalty' AND a.record_id = l.record_id
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = l.record_id
    WHERE l.outcome = 'met' AND l.exclusion IS NULL AND NOT coalesce(m.is_stated_transferred OR m.is_stated_declined OR m.is_stated_not_prosecuted, FALSE) AND p.revoked_on IS NULL AND l.value IS NOT NULL AND t.act_on_basis IN ('act_ended_on', 'act_began_on', 'facts')
    WINDOW w AS (
        PARTITION BY a.actor_id, l.offence, t.act_on, l.value
        ORDER BY (t.party_kind IS DISTINCT FROM 'unit')::INTEGER, p.decided_on, l.record_id
    )
),
marked AS (
    -- What must be checked before the leading offence is held against anyone.
    SELECT
        k.record_id,
        list({code: k.code, zh: k.zh, result: '待核对'} ORDER BY k.code) AS marks,
        string_agg(k.zh, '；' ORDER BY k.code) AS marks_zh,
        bool_or(k.is_lowering) AS is_lowered
    FROM fact.mark AS k
    JOIN lead_offence AS l ON l.record_id = k.record_id AND l.offence = k.offence
    WHERE k.feed = 'penalty'
    GROUP BY k.record_id
),
answer AS (
    SELECT
        a.penalty_id,
        min(CASE
            WHEN NOT a.is_sure THEN NULL
            WHEN is_declined_before THEN '1police_declined_before_penalty'
            WHEN is_not_prosecuted_before THEN '2after_non_prosecution'
            WHEN feed = 'transfer' AND NOT is_other_agency THEN '3transferred'
            WHEN feed = 'transfer' THEN '4transferred_by_other_agency'
            WHEN feed = 'police_case' THEN '5police_case'
            ELSE '6prosecution_or_judgment'
        END) AS sure_code,
        coalesce(max(probability) FILTER (WHERE NOT a.is_sure), 0) AS doubt,
        string_agg(DISTINCT CASE WHEN NOT a.is_sure THEN no || '（' || why_zh || '）' END, '；'
                   ORDER BY CASE WHEN NOT a.is_sure THEN no || '（' || why_zh || '）' END) AS doubt_zh,
        string_agg(DISTINCT CASE WHEN a.is_sure THEN no END, '；' ORDER BY CASE WHEN a.is_sure THEN no END) AS sure_zh,
        to_json(list(link
                ORDER BY probability DESC, feed, no)) AS links,
        list({feed: feed, record_id: record_id} ORDER BY feed, record_id) AS sources
    FROM answered AS a
    GROUP BY a.penalty_id
),
judged AS (
    SELECT
        p.record_id, p.decision_no, p.authority, p.party_name, p.decided_on, p.known_on, p.revoked_on,
        t.act_on, t.is_police,
        e.* EXCLUDE (feed, record_id, outcome),
        e.outcome AS met,
        m.is_stated_transferred, m.is_stated_declined, m.is_stated_not_prosecuted,
        o.names AS also_names,
        k.marks, k.marks_zh, coalesce(k.is_lowered, FALSE) AS is_lowered,
        w.first_no, coalesce(w.is_repeated, FALSE) AS is_repeated, CASE WHEN w.is_twin THEN list_sort(w.nos) END AS twin_nos,
        a.sure_code, coalesce(a.doubt, 0) AS doubt, a.doubt_zh, a.sure_zh, a.links, a.sources AS answer_sources,
        g.due_on,
        r.as_of,
        n.age_is,
        coalesce(g.due_on, p.decided_on + s.calendar_slack_days) AS sure_due_on,
        g.due_on IS NULL AND p.decided_on + s.calendar_slack_days >= r.as_of AS is_calendar_missing,
        (SELECT count(*) FROM known.coverage AS c
         WHERE c.feed = CASE WHEN t.is_police THEN 'police_case' ELSE 'transfer' END
           AND p.decided_on BETWEEN c.from_on AND c.to_on) = 0 AS is_uncovered
    FROM known.penalty AS p
    JOIN fact.subject AS t ON t.feed = 'penalty' AND t.record_id = p.record_id
    LEFT JOIN lead_offence AS e ON e.record_id = p.record_id
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = p.record_id
    LEFT JOIN answer AS a ON a.penalty_id = p.record_id
    LEFT JOIN also_met AS o ON o.record_id = p.record_id
    LEFT JOIN twin AS w ON w.record_id = p.record_id
    LEFT JOIN marked AS k ON k.record_id = p.record_id
    LEFT JOIN fact.minor AS n ON n.feed = 'penalty' AND n.record_id = p.record_id AND n.offence = e.offence
    -- The term for sending a case; no row where the year has no calendar.
    LEFT JOIN rule.transfer_term AS g ON g.day = p.decided_on
    CROSS JOIN known.run AS r
    CROSS JOIN setting AS s
),
decided AS (
    SELECT
        *,
        CASE
            WHEN met IS NULL THEN 'clear:'
            -- What the record itself says wins.
            WHEN revoked_on IS NOT NULL THEN 'excluded:revoked'
            -- The last that became of the case: filed, then dropped or not prosecuted.
            WHEN is_stated_not_prosecuted THEN 'excluded:stated_not_prosecuted'
            WHEN is_stated_declined THEN 'excluded:stated_declined'
            WHEN is_stated_transferred THEN 'excluded:stated_transferred'
            WHEN exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN met = 'unknown' THEN 'insufficient:measure_missing'
            WHEN is_calendar_missing THEN 'insufficient:calendar_missing'
            WHEN sure_code IS NULL AND as_of <= sure_due_on THEN 'clear:running'
            WHEN as_of <= sure_due_on THEN 'clear:'
            WHEN sure_code IS NOT NULL THEN 'excluded:' || substr(sure_code, 2)
            WHEN age_is = 'under_age' THEN 'excluded:under_age'
            WHEN act_on + to_years(limitation_years) < as_of THEN 'excluded:limitation_passed'
            WHEN is_repeated THEN 'excluded:same_act'
            WHEN age_is = 'unsettled' THEN 'insufficient:age_unsettled'
            WHEN is_uncovered THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM judged
)
SELECT
    'penalty' AS subject_kind,
    d.record_id AS subject_id,
    d.decision_no AS subject_no,
    coalesce(d.twin_nos, [d.decision_no]) AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'measure_missing' THEN d.missing
        WHEN 'age_unsettled' THEN ['criminal_age']
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
            strftime(d.decided_on, '%Y年%-m月%-d日') || '，' || d.authority || '对“' || d.party_name || '”作出行政处罚；认定事实'
            || '已达到' || d.offence_name || '的追诉标准（' || d.route_zh || '）'
            || CASE WHEN d.value IS NULL OR d.threshold IS NULL THEN ''
                    ELSE '，' || coalesce(d.measure_zh, d.measure) || regexp_replace(format('{:,.4f}', d.value::DOUBLE), '\.?0+$', '') || d.unit || '，标准'
                         || regexp_replace(format('{:,.4f}', d.threshold::DOUBLE), '\.?0+$', '') || d.unit END
            || coalesce('，移送期限' || x_day_zh(d.due_on) || '届满', '') || '，未见移送或刑事立案记录。'
            || coalesce('同时达到' || d.also_names || '的追诉标准。', '')
            || coalesce('可能已移送：' || d.doubt_zh || '。', '')
            || coalesce('须注意：' || d.marks_zh || '。', '')
        WHEN 'insufficient' THEN
            '可能涉及' || d.offence_name || CASE split_part(d.verdict, ':', 2)
                WHEN 'age_unsettled' THEN '，当事人行为时是否已达刑事责任年龄不能确定'
                ELSE '，现有事实不足以判断是否达到追诉标准'
            END
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                WHEN 'same_act' THEN x.zh || '：' || d.first_no
                ELSE x.zh || coalesce('：' || d.sure_zh, '')
            END
        WHEN 'not_computable' THEN '该期间的移送数据（公安机关自办的为刑事立案数据）未接入，不能以“未见”为据'
        WHEN 'clear' THEN CASE WHEN d.is_running THEN '已达到' || d.offence_name || '的追诉标准，应于' || x_day_zh(d.due_on) || '前移送' END
    END AS reason_zh,
    d.act_on AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}] || coalesce(d.answer_sources, []) AS sources,
    d.links,
    to_json(list_transform(tested.codes, lambda reason: {
        code: reason.code,
        zh: reason.zh,
        result: CASE WHEN d.doubt > 0 AND contains(reason.code, 'transferred') THEN '未知' ELSE '未见' END
    }) || coalesce(d.marks, [])) AS exceptions,
    CASE WHEN d.verdict = 'flagged:' AND d.is_lowered THEN 'medium' END AS severity,
    CASE WHEN d.is_running THEN d.due_on END AS due_on
FROM (SELECT * EXCLUDE (verdict), verdict = 'clear:running' AS is_running, replace(verdict, ':running', ':') AS verdict FROM decided) AS d
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
LEFT JOIN rule.reason AS x
  ON x.model = 'f01_penalty_instead_of_prosecution' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
CROSS JOIN (
    SELECT list({code: code, zh: zh} ORDER BY code) AS codes
    FROM rule.reason WHERE model = 'f01_penalty_instead_of_prosecution' AND outcome = 'excluded'
) AS tested
