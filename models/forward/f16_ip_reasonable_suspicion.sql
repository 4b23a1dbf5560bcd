/*card
id: f16_ip_reasonable_suspicion
title_zh: 知产合理嫌疑
title_en: Reasonable suspicion in intellectual property cases
model_class: statistical
failure_mode: 以罚代刑
subject: penalty
severity: low
feeds: [penalty, transfer, police_case, prosecution, judgment]
absence_of: [transfer]
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第3条第2款}
condition_zh: >-
  知识产权案件认定数额未达追诉标准，但存在合理嫌疑的迹象：数额达到标准的一定比例，或者同时具备涉及两种以上注册商标、
  价格认定未完成、上家或者来源不明中的两项以上，且未见移送。数额不足不是不移送的理由，可会商。
risk_zh: 知识产权案件的数额往往要靠刑事侦查手段才能查清，仅按已查数额处罚可能漏掉犯罪。
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
  measure_missing: 数额与迹象均不足以判断
parameters:
  - {id: near_share, zh: 视为接近标准的比例, unit: 比例, default: 0.6, source: 产品设定, date: 2026-11-24}
  - {id: least_signs, zh: 数额以外所需的最少迹象数, unit: 项, default: 2, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 已查清全部数额且来源明确的小额案件
clears_if_zh: 提供与公安机关会商的记录，或者证明数额已全部查清
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'near_share') AS near_share,
        max(value) FILTER (WHERE id = 'least_signs')::INTEGER AS least_signs
    FROM rule.parameter
    WHERE model = 'f16_ip_reasonable_suspicion'
),
seen AS (
    SELECT
        p.record_id, p.decision_no, p.authority, p.party_name, p.decided_on, p.known_on, p.revoked_on,
        l.* EXCLUDE (feed, record_id),
        m.is_stated_transferred, m.is_stated_declined,
        coalesce(l.nearest >= s.near_share, FALSE) AS is_near,
        m.marks_count_hi >= 2 OR regexp_matches(p.facts, '(两|二|三|四|多)(种|个).{0,6}注册商标') AS is_many_marks,
        regexp_matches(p.facts, '(价格|价值).{0,6}(认定|鉴定|评估).{0,6}(未|尚未|无法|正在)|(未|尚未|无法|正在).{0,4}(价格认定|估价|评估)') AS is_unvalued,
        regexp_matches(p.facts, '(来源|上家|供货|进货).{0,8}(不明|不详|无法查|未查明|未能查)|流动(推销|商贩)|(说不清|无法说明|未能说明).{0,6}(来源|提供者)') AS is_source_unknown,
        s.near_share,
        s.least_signs
    FROM fact.lead AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = l.record_id
    CROSS JOIN setting AS s
    WHERE l.feed = 'penalty' AND starts_with(l.family, 'ip_')
),
counted AS (
    SELECT
        *,
        coalesce(is_many_marks, FALSE)::INTEGER + coalesce(is_unvalued, FALSE)::INTEGER + coalesce(is_source_unknown, FALSE)::INTEGER AS signs
    FROM seen
),
judged AS (
    SELECT
        c.*,
        c.is_near AND (c.outcome = 'unknown' OR c.margin IS DISTINCT FROM c.nearest) AS is_told_as_share,
        a.doubt, a.doubt_zh, a.sure_zh, a.links, a.sources AS answer_sources,
        CASE
            -- At or above the line it is a matter of f01, with the earlier penalties counted of f09.
            WHEN c.outcome = 'met' OR (e.outcome = 'met' AND e.exclusion IS NULL) THEN 'clear:'
            WHEN NOT c.is_near AND c.signs < c.least_signs AND c.outcome = 'unmet' THEN 'clear:'
            WHEN c.revoked_on IS NOT NULL THEN 'excluded:revoked'
            WHEN c.is_stated_transferred THEN 'excluded:stated_transferred'
            WHEN c.is_stated_declined THEN 'excluded:stated_declined'
            WHEN c.exclusion IS NOT NULL THEN 'excluded:offence_not_applicable'
            WHEN NOT c.is_near AND c.signs < c.least_signs THEN 'insufficient:measure_missing'
            WHEN a.code IS NOT NULL THEN 'excluded:' || a.code
            WHEN (SELECT count(*) FROM known.coverage AS v WHERE v.feed = 'transfer' AND c.decided_on BETWEEN v.from_on AND v.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM counted AS c
    LEFT JOIN fact.repeat_evaluation AS e ON e.feed = 'penalty' AND e.record_id = c.record_id AND e.offence = c.offence
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
    CASE WHEN d.verdict = 'insufficient:measure_missing' THEN d.missing END AS missing,
    d.offence_name AS offence,
    d.rule_version,
    concat_ws('；', n.basis, d.legal_basis) AS legal_basis,
    -- What is told is the share of the line that the amounts known reach, whichever of its lines is the nearest.
    CASE WHEN d.is_told_as_share THEN 'line_share' ELSE d.measure END AS measure,
    CASE WHEN d.is_told_as_share THEN floor(d.nearest * 100) ELSE d.value END AS value,
    CASE WHEN d.is_told_as_share THEN '%' ELSE d.unit END AS unit,
    CASE WHEN d.is_told_as_share THEN 100 ELSE d.threshold END AS threshold,
    CASE WHEN d.is_told_as_share THEN d.nearest ELSE d.margin END AS margin,
    1 - coalesce(d.doubt, 0) AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '可会商：' || d.authority || x_day_zh(d.decided_on) || '处罚的知识产权案件未达到' || d.offence_name || '的追诉标准，但'
            || array_to_string(list_filter([
                CASE WHEN d.is_near THEN
                    CASE WHEN d.is_told_as_share AND d.nearest >= 1 AND NOT list_contains(d.missing, 'marks_count')
                             THEN '已查明的数额为一项标准中数额条件的' || x_figure_zh(floor(d.nearest * 100)) || '%，该项其他条件未载明'
                         WHEN d.is_told_as_share
                             THEN '已查明的数额为标准的' || x_figure_zh(floor(d.nearest * 100)) || CASE WHEN list_contains(d.missing, 'marks_count') THEN '%，所列商标是否指向不同来源未载明' ELSE '%，其余数额未载明' END
                         WHEN d.margin < 1 THEN coalesce(d.measure_zh, d.measure) || x_figure_zh(d.value) || d.unit
                             || '，为标准' || x_figure_zh(d.threshold) || d.unit || '的' || x_figure_zh(floor(d.margin * 100)) || '%'
                         ELSE coalesce(d.measure_zh, d.measure) || x_figure_zh(d.value) || d.unit
                             || '，达到一项标准的数额，但该项其他条件不成立' END END,
                CASE WHEN d.is_many_marks THEN '涉及两种以上注册商标' END,
                CASE WHEN d.is_unvalued THEN '价格认定未完成' END,
                CASE WHEN d.is_source_unknown THEN '上家或者来源未查明' END
            ], lambda sign: sign IS NOT NULL), '，') || '，未见移送。'
        WHEN 'insufficient' THEN '可能涉及' || d.offence_name || '，数额与迹象均不足以判断'
        WHEN 'excluded' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'offence_not_applicable' THEN d.exclusion_zh
                ELSE x.zh || coalesce('：' || d.sure_zh, '')
            END
        WHEN 'not_computable' THEN '该期间的移送数据未接入，不能以“未见移送”为据'
    END AS reason_zh,
    d.decided_on AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}] || coalesce(d.answer_sources, []) AS sources,
    d.links,
    NULL AS exceptions
FROM judged AS d
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
LEFT JOIN rule.norm AS n ON n.model = 'f16_ip_reasonable_suspicion'
LEFT JOIN rule.reason AS x
  ON x.model = 'f16_ip_reasonable_suspicion' AND x.outcome = 'excluded' AND x.code = split_part(d.verdict, ':', 2)
