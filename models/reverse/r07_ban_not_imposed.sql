/*card
id: r07_ban_not_imposed
title_zh: 资格后果未落实
title_en: Statutory disqualification not recorded after a conviction
model_class: rule
failure_mode: 过罚不当
subject: judgment
severity: medium
feeds: [judgment, penalty]
absence_of: [penalty]
legal_basis:
  - {law: 食品安全法, article: 第135条第2款}
  - {law: 道路交通安全法, article: 第91条、第101条}
  - {law: 刑法, article: 第37条之一}
condition_zh: 被判有罪，法律规定应当承担吊销证照、从业禁止等行政后果，裁判生效后设定天数内未见记录。
risk_zh: 构成犯罪的人继续持有证照或者从业，行政监管没有跟上刑事裁判。
excluded:
  in_judgment: 裁判文书已宣告从业禁止
  sentence_below: 判处的刑罚不符合法定的资格后果条件
  not_covered: 认定事实不在该规范之内（如追逐竞驶不属于醉酒驾驶），或者载明没有可以吊销的证照
insufficient:
  sentence_missing: 缺少刑罚，不知是否符合资格后果的条件
  norm_unconfirmed: 该后果的依据凭记忆录入，待律师确认，不列为线索
parameters:
  - {id: days_after_effect, zh: 裁判生效（没有生效日期的自裁判）后等待的天数, unit: 日, default: 60, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 后果依法律当然发生，主管机关无须另作决定，只在许可系统中限制
  - 证照由异地机关吊销，数据未接入
clears_if_zh: 提供吊销、注销、从业禁止的决定或者许可系统的限制记录
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH setting AS (
    SELECT max(value)::INTEGER AS days FROM rule.parameter WHERE model = 'r07_ban_not_imposed' AND id = 'days_after_effect'
),
decided AS (
    SELECT
        j.* EXCLUDE (verdict),
        c.consequence, c.zh, c.authority AS consequence_authority, c.basis, c.imposed_nos, c.sources AS penalty_sources,
        coalesce(j.effective_on, j.judged_on) + s.days AS due_on,
        s.days,
        r.as_of,
        CASE
            WHEN c.is_in_judgment THEN 'excluded:in_judgment'
            WHEN c.imposed_on IS NOT NULL THEN 'clear:'
            WHEN c.is_sentence_missing THEN 'insufficient:sentence_missing'
            WHEN NOT c.is_due THEN 'excluded:sentence_below'
            WHEN c.is_elsewhere THEN 'excluded:not_covered'
            WHEN NOT c.is_confirmed THEN 'insufficient:norm_unconfirmed'
            WHEN r.as_of <= coalesce(j.effective_on, j.judged_on) + s.days THEN 'clear:'
            WHEN (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'penalty'
                  AND coalesce(j.effective_on, j.judged_on) BETWEEN c.from_on AND c.to_on) = 0 THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM known.judgment AS j
    JOIN fact.consequence AS c USING (record_id)
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
)
SELECT
    'judgment' AS subject_kind,
    d.record_id AS subject_id,
    d.court_case_no AS subject_no,
    list_filter([d.court_case_no, d.pros_no], lambda no: no IS NOT NULL) AS related_nos,
    d.consequence_authority AS authority,
    y.party_id,
    d.defendant_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2) WHEN 'sentence_missing' THEN ['sentence'] WHEN 'norm_unconfirmed' THEN ['consequence'] END AS missing,
    d.offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    'days_since_judgment' AS measure,
    d.as_of - coalesce(d.effective_on, d.judged_on) AS value,
    '日' AS unit,
    d.days AS threshold,
    (d.as_of - coalesce(d.effective_on, d.judged_on)) / d.days::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r07_ban_not_imposed' AND outcome = 'excluded' AND code = split_part(d.verdict, ':', 2))
        WHEN 'insufficient' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r07_ban_not_imposed' AND outcome = 'insufficient' AND code = split_part(d.verdict, ':', 2))
        WHEN 'not_computable' THEN '该期间的行政处罚数据未接入，不能以“未见”为据'
        WHEN 'flagged' THEN
            d.defendant_name || '犯' || d.offence || '，' || x_day_zh(coalesce(d.effective_on, d.judged_on))
            || CASE WHEN d.effective_on IS NULL THEN '裁判' ELSE '裁判生效' END || '，依' || d.basis || '应当' || d.zh
            || '，至' || x_day_zh(d.as_of) || '未见记录。'
    END AS reason_zh,
    d.due_on AS occurred_on,
    d.known_on,
    [{feed: 'judgment', record_id: d.record_id}] || coalesce(d.penalty_sources, []) AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'judgment' AND y.record_id = d.record_id
