/*card
id: f14_downgraded_handling
title_zh: 降格处理
title_en: Handling below what the case suggests
model_class: statistical
failure_mode: 以罚代刑
subject: penalty
severity: low
feeds: [penalty, transfer, police_case, prosecution, judgment]
absence_of: [transfer, police_case]
legal_basis:
  - {law: 行政处罚法, article: 第5条、第27条、第57条}
condition_zh: >-
  可能构成犯罪的案件仅作处罚，且下列六项中至少若干项成立：数额达到追诉标准的较高比例；经集体讨论；情节严重；
  此前处罚两次以上；罚款低于法定下限；作过鉴定。得分为成立的项数。
risk_zh: 机关自己当作重大案件处理，却以较轻的方式结案。
excluded:
  transferred: 已移送公安机关
  transferred_by_other_agency: 其他机关已就同一行为移送
  police_case: 公安机关已就同一行为立案
  prosecution_or_judgment: 检察机关或法院已办理同一行为
  stated_transferred: 决定书载明已移送司法机关或公安机关已立案
  stated_declined: 决定书载明公安机关不予立案或者撤销案件
  revoked: 处罚决定已被撤销
  offence_not_applicable: 存在罪名的法定排除情形
insufficient:
  procedure_not_delivered: 数据来源不含集体讨论、情节、鉴定等栏目
parameters:
  - {id: least_signs, zh: 最少成立项数, unit: 项, default: 3, source: 产品设定, date: 2026-11-24}
  - {id: near_share, zh: 数额视为较高的比例, unit: 比例, default: 0.8, source: 产品设定, date: 2026-11-24}
  - {id: earlier_penalties, zh: 此前处罚次数超过, unit: 次, default: 1, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 较大数额罚款依法必须集体讨论，与是否涉嫌犯罪无关
clears_if_zh: 提供不移送的集体讨论意见及其理由
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'least_signs')::INTEGER AS least_signs,
        max(value) FILTER (WHERE id = 'near_share') AS near_share,
        max(value) FILTER (WHERE id = 'earlier_penalties')::INTEGER AS earlier_penalties
    FROM rule.parameter
    WHERE model = 'f14_downgraded_handling'
),
earlier AS (
    SELECT p.record_id, count(*) AS penalties
    FROM known.penalty AS p
    JOIN party.resolved AS a ON a.feed = 'penalty' AND a.record_id = p.record_id
    JOIN party.resolved AS b ON b.feed = 'penalty' AND b.party_id = a.party_id AND b.record_id <> p.record_id
    JOIN known.penalty AS q ON q.record_id = b.record_id AND q.decided_on < p.decided_on AND q.revoked_on IS NULL
    GROUP BY p.record_id
),
seen AS (
    SELECT
        p.record_id, p.decision_no, p.authority, p.party_name, p.decided_on, p.known_on, p.revoked_on,
        l.* EXCLUDE (feed, record_id),
        m.is_stated_transferred, m.is_stated_declined, t.is_police,
        coalesce(l.nearest >= s.near_share, FALSE) AS is_near,
        coalesce(p.collective_discussion, FALSE) AS is_discussed,
        coalesce(p.serious, FALSE) OR regexp_matches(p.facts, '情节(特别)?严重|从重处罚') AS is_serious,
        coalesce(e.penalties, 0) > s.earlier_penalties AS is_repeated,
        coalesce(f.is_below_floor, FALSE) AS is_below_floor,
        f.floor_cny, f.source AS floor_source,
        coalesce(p.appraisal_made, FALSE) AS is_appraised,
        coalesce(e.penalties, 0) AS penalties,
        p.collective_discussion IS NULL AND p.serious IS NULL AND p.appraisal_made IS NULL AS is_bare,
        s.least_signs
    FROM fact.lead AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    JOIN fact.subject AS t ON t.feed = 'penalty' AND t.record_id = l.record_id
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = l.record_id
    LEFT JOIN earlier AS e ON e.record_id = l.record_id
    LEFT JOIN fact.fine_floor AS f ON f.record_id = l.record_id
    CROSS JOIN setting AS s
    WHERE l.feed = 'penalty'
),
counted AS (
    SELECT
        *,
        is_near::INTEGER + is_discussed::INTEGER + is_serious::INTEGER + is_repeated::INTEGER + is_below_floor::INTEGER
            + is_appraised::INTEGER AS signs
    FROM seen
),
judged AS (
    SELECT
        c.*, a.doubt, a.doubt_zh, a.sure_zh, a.links, a.sources AS answer_sources,
        CASE
            -- Above the line it is a matter of f01.
            WHEN c.outcome = 'met' THEN 'clear:'
            -- Three columns that the source does not carry could make up what is missing.
            WHEN c.signs < c.least_signs AND NOT (c.is_bare AND c.is_near) THEN 'clear:'
            WHEN c.revoked_on IS NOT NULL THEN 'excluded:revoked'
            WHEN c.is_stated_transferred THEN 'excluded:stated_transferred'
            WHEN c.is_stated_declined THEN 'excluded:stated_declined'
            WHEN c.exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN c.signs < c.least_signs THEN 'insufficient:procedure_not_delivered'
            WHEN a.code IS NOT NULL THEN 'excluded:' || a.code
            WHEN (SELECT count(*) FROM known.coverage AS v
                  WHERE v.feed = CASE WHEN c.is_police THEN 'police_case' ELSE 'transfer' END AND c.decided_on BETWEEN v.from_on AND v.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM counted AS c
    LEFT JOIN fact.answered AS a ON a.feed = 'penalty' AND a.record_id = c.record_id
)
SELECT
    'penalty' AS subject_kind,
    d.record_id AS subject_id,
    d.decision_no AS subject_no,
    [d.decision_no] AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:procedure_not_delivered' THEN ['collective_discussion', 'serious', 'appraisal_made'] END AS missing,
    d.offence_name AS offence,
    d.rule_version,
    concat_ws('；', n.basis, d.legal_basis) AS legal_basis,
    'signs' AS measure,
    d.signs AS value,
    '项' AS unit,
    d.least_signs AS threshold,
    d.signs / d.least_signs::DOUBLE AS margin,
    1 - coalesce(d.doubt, 0) AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '统计提示：可能涉及' || d.offence_name || '的案件仅作处罚，六项迹象中有' || d.signs || '项：'
            || array_to_string(list_filter([
                CASE WHEN d.is_near THEN CASE WHEN d.nearest < 1 THEN '数额为追诉标准的' || x_figure_zh(floor(d.nearest * 100)) || '%' ELSE '数额达到一项标准，但该项其他条件不成立' END END,
                CASE WHEN d.is_discussed THEN '经集体讨论' END,
                CASE WHEN d.is_serious THEN '情节严重' END,
                CASE WHEN d.is_repeated THEN '此前已被处罚' || d.penalties || '次' END,
                CASE WHEN d.is_below_floor THEN '罚款低于法定下限' || x_figure_zh(d.floor_cny) || '元（' || d.floor_source || '）' END,
                CASE WHEN d.is_appraised THEN '作过鉴定' END
            ], lambda sign: sign IS NOT NULL), '，') || '。'
        WHEN 'insufficient' THEN '数据来源不含集体讨论、情节、鉴定等栏目，无法计数'
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                ELSE x.zh || coalesce('：' || d.sure_zh, '')
            END
        WHEN 'not_computable' THEN '该期间的移送数据（公安机关自办的为刑事立案数据）未接入，不能以“未见”为据'
    END AS reason_zh,
    d.decided_on AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}] || coalesce(d.answer_sources, []) AS sources,
    d.links,
    NULL AS exceptions
FROM judged AS d
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
LEFT JOIN rule.norm AS n ON n.model = 'f14_downgraded_handling'
LEFT JOIN rule.reason AS x
  ON x.model = 'f14_downgraded_handling' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
