/*card
id: f13_missed_co_offender
title_zh: 漏犯
title_en: Co-offender without a case
model_class: rule
failure_mode: 有罪不究
subject: party
severity: medium
feeds: [judgment, prosecution, police_case, penalty, transfer, admin_case, entity]
absence_of: [police_case]
legal_basis:
  - {law: 刑法, article: 第25条}
  - {law: 人民检察院刑事诉讼规则, article: 第356条、第557条}
condition_zh: >-
  判决、起诉、立案或者处罚认定的事实点名另案处理、同案、伙同实施的人，经过设定月数后，该人仍没有任何案件记录。
risk_zh: 共同犯罪中有人未被追究，“另案处理”没有下文。
excluded: {}
insufficient:
  name_incomplete: 姓名不完整，无法核对
  too_many_namesakes: 同名人员过多，无法确定是否为其本人的案件
parameters:
  - {id: months, zh: 点名后未见案件的月数, unit: 月, default: 6, source: 产品设定, date: 2026-11-24}
  - {id: most_namesakes, zh: 可以核对的最多同名人数, unit: 人, default: 3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 由其他辖区办理，未录入本库
  - 未达责任年龄或者不构成犯罪的参与人
clears_if_zh: 提供该人的立案、起诉、判决文书，或者不追究的理由
owner: 刑事检察与行政检察线索组
version: 1.0.1
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'months')::INTEGER AS months,
        max(value) FILTER (WHERE id = 'most_namesakes')::INTEGER AS most_namesakes
    FROM rule.parameter
    WHERE model = 'f13_missed_co_offender'
),
namesake AS (
    SELECT name_key, count(DISTINCT coalesce(id_hash, id_region || id_tail)) AS people
    FROM party.mention
    WHERE NOT is_firm
    GROUP BY name_key
),
-- One accomplice of one matter, whatever number of its papers names him.
named AS (
    SELECT
        n.name_key,
        coalesce(a.actor_id, n.record_id) AS matter,
        any_value(n.name ORDER BY n.told_on, n.no, n.feed, n.record_id) AS name,
        any_value(n.party_name ORDER BY n.told_on, n.no, n.feed, n.record_id) AS party_name,
        any_value(n.sentence ORDER BY n.told_on, n.no, n.feed, n.record_id) AS sentence,
        -- of the case that he is named in: what he would be asked about
        any_value(c.offence ORDER BY n.told_on, n.no, n.feed, n.record_id) AS offence,
        min(n.told_on) AS told_on,
        max(n.told_on) AS last_told_on,
        any_value(n.no ORDER BY n.told_on, n.no, n.feed, n.record_id) AS no,
        x_once(list(n.no ORDER BY n.told_on, n.no)) AS nos,
        any_value(n.record_id ORDER BY n.told_on, n.no, n.feed, n.record_id) AS first_record,
        list(DISTINCT {feed: n.feed, record_id: n.record_id} ORDER BY {feed: n.feed, record_id: n.record_id}) AS sources,
        bool_or(n.has_case) AS has_case,
        any_value(n.name_kind ORDER BY n.told_on, n.no, n.feed, n.record_id) AS name_kind,
        any_value(n.credit_code ORDER BY n.told_on, n.no, n.feed, n.record_id) AS credit_code
    FROM fact.named AS n
    LEFT JOIN party.actor AS a ON a.feed = n.feed AND a.record_id = n.record_id
    LEFT JOIN fact.criminal AS c ON c.feed = n.feed AND c.record_id = n.record_id
    WHERE n.role = 'accomplice'
    GROUP BY n.name_key, coalesce(a.actor_id, n.record_id)
),
decided AS (
    SELECT
        n.*,
        r.as_of,
        s.months,
        (n.told_on + to_months(s.months))::DATE AS due_on,
        coalesce(k.people, 0) AS people,
        CASE
            WHEN n.name_kind IN ('unnamed', 'unclear') THEN 'insufficient:name_incomplete'
            WHEN n.has_case AND coalesce(k.people, 0) > s.most_namesakes THEN 'insufficient:too_many_namesakes'
            WHEN n.has_case THEN 'clear:'
            WHEN r.as_of <= (n.told_on + to_months(s.months))::DATE THEN 'clear:'
            WHEN (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'police_case' AND n.told_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM named AS n
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
    LEFT JOIN namesake AS k ON k.name_key = n.name_key
)
SELECT
    'party' AS subject_kind,
    -- Who is behind the teller changes as registers arrive; the paper that first names the accomplice does not.
    d.name_key || '|' || d.first_record AS subject_id,
    coalesce(d.credit_code, 'P' || left(md5(d.name_key || d.matter), 12)) AS subject_no,
    d.nos AS related_nos,
    NULL AS authority,
    coalesce(d.credit_code, 'P' || left(md5(d.name_key || d.matter), 12)) AS party_id,
    d.name AS party_name,
    d.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 1) WHEN 'insufficient' THEN ['name'] END AS missing,
    d.offence,
    NULL AS rule_version,
    b.basis AS legal_basis,
    'silent_days' AS measure,
    d.as_of - d.told_on AS value,
    '日' AS unit,
    d.due_on - d.told_on AS threshold,
    (d.as_of - d.told_on) / (d.due_on - d.told_on)::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            d.party_name || ' → ' || d.name || '：' || d.no || '（' || x_day_zh(d.told_on) || '）载明“' || d.sentence
            || '”，经过' || d.months || '个月（至' || x_day_zh(d.due_on) || '）未见' || d.name || '的任何案件记录。'
        WHEN 'insufficient' THEN d.no || '载明“' || d.sentence || '”，姓名不完整或者同名过多，无法核对'
        WHEN 'not_computable' THEN '该期间的公安立案数据未接入，不能以“未见案件”为据'
    END AS reason_zh,
    d.told_on AS occurred_on,
    d.last_told_on AS known_on,
    d.sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN rule.norm AS b ON b.model = 'f13_missed_co_offender'
