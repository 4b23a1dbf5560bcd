/*card
id: f10_upstream_downstream
title_zh: 上下游漏查
title_en: Upstream or downstream left out
model_class: rule
failure_mode: 上下游
subject: party
severity: medium
feeds: [penalty, admin_case, transfer, police_case, prosecution, judgment, entity]
absence_of: [police_case, penalty]
legal_basis:
  - {law: 刑法, article: 第25条}
  - {law: 行政处罚法, article: 第27条}
condition_zh: >-
  已立案、起诉、判决，或者已达到追诉标准的处罚案件，其案情点名的供货、购买、生产、印制、包装者没有任何案件记录；
  或者数个被处罚者点名同一供货者而其没有任何案件记录（最强）；或者对方已被追究刑事责任（已立案、起诉或者判决，未撤案、不起诉或者宣告无罪），其就同类行为仅受行政处罚。
risk_zh: 只查末端不查源头，违法链条继续运转。
excluded: {}
insufficient:
  name_not_resolvable: 无法由名称确定主体（线索与原文一并列出）
parameters:
  - {id: shops_naming, zh: 点名同一供货者即为最强的被处罚者数, unit: 个, default: 3, source: 产品设定, date: 2026-11-24}
  - {id: settle_days, zh: 点名后应有案件的日数, unit: 日, default: 60, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 不知情的正规批发商
  - 由其他辖区办理，未录入本库
clears_if_zh: 提供对该上下游主体的立案、处罚或者移送文书，或者证明其供货合法的材料
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH RECURSIVE setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'shops_naming')::INTEGER AS shops_naming,
        max(value) FILTER (WHERE id = 'settle_days')::INTEGER AS settle_days
    FROM rule.parameter
    WHERE model = 'f10_upstream_downstream'
),
told AS (
    SELECT
        n.*,
        -- A name that is no name ("a travelling salesman") is another one in every matter.
        coalesce(n.credit_code, n.name_key || CASE WHEN n.name_kind IN ('unnamed', 'unclear') THEN coalesce(a.actor_id, n.record_id) ELSE '' END) AS named_key,
        l.outcome = 'met' AND l.exclusion IS NULL AS is_above,
        n.feed IN ('police_case', 'prosecution', 'judgment') AS is_criminal,
        coalesce(a.actor_id, n.record_id) AS teller,
        coalesce(a.credit_code, replace(x_name(n.party_name), '有限责任公司', '有限公司')) AS teller_key,
        c.conducts,
        -- Who was acquitted, or let go, is not dealt with more harshly than the one that was fined.
        CASE n.feed
            WHEN 'judgment' THEN coalesce(j.verdict, '') <> '无罪'
            WHEN 'prosecution' THEN coalesce(o.decision, '') NOT LIKE '%不起诉'
            WHEN 'police_case' THEN coalesce(k.outcome, '') NOT IN ('撤案', '终止侦查')
            ELSE FALSE
        END AS is_pursued,
        c.offence AS criminal_offence,
        l.offence_name
    FROM fact.named AS n
    LEFT JOIN fact.lead AS l ON l.feed = n.feed AND l.record_id = n.record_id
    LEFT JOIN fact.criminal AS c ON c.feed = n.feed AND c.record_id = n.record_id
    LEFT JOIN party.actor AS a ON a.feed = n.feed AND a.record_id = n.record_id
    LEFT JOIN known.judgment AS j ON n.feed = 'judgment' AND j.record_id = n.record_id
    LEFT JOIN known.prosecution AS o ON n.feed = 'prosecution' AND o.record_id = n.record_id
    LEFT JOIN known.police_case AS k ON n.feed = 'police_case' AND k.record_id = n.record_id
    WHERE n.role IN ('supplier', 'buyer', 'producer')
),
-- Who supplied whom, from one record to the next: the named supplied the teller, who is named by another.
supplied AS (
    SELECT named_key, teller_key, coalesce(firm_name, name) AS name, party_name, {feed: feed, record_id: record_id} AS source
    FROM told
    WHERE role <> 'buyer' AND teller_key <> named_key
),
path AS (
    SELECT named_key, teller_key AS last_key, [named_key, teller_key] AS keys, [name, party_name] AS names, [source] AS sources
    FROM supplied
    UNION
    SELECT p.named_key, s.teller_key, list_append(p.keys, s.teller_key), list_append(p.names, s.party_name),
           list_append(p.sources, s.source)
    FROM path AS p
    JOIN supplied AS s ON s.named_key = p.last_key
    -- A ring of suppliers would never end.
    WHERE NOT list_contains(p.keys, s.teller_key) AND len(p.keys) < 6
),
chain AS (
    SELECT named_key, array_to_string(names, ' → ') AS path_zh, sources AS path_sources
    FROM path
    WHERE len(keys) > 2
    QUALIFY row_number() OVER (PARTITION BY named_key ORDER BY len(keys) DESC, names, sources) = 1
),
named AS (
    SELECT
        named_key,
        any_value(name ORDER BY told_on, no, feed, record_id) AS name,
        any_value(credit_code ORDER BY told_on, no, feed, record_id) AS credit_code,
        any_value(firm_name ORDER BY told_on, no, feed, record_id) AS firm_name,
        any_value(owner_person ORDER BY told_on, no, feed, record_id) AS owner_person,
        any_value(name_kind ORDER BY told_on, no, feed, record_id) AS name_kind,
        any_value(name_key ORDER BY told_on, no, feed, record_id) AS name_key,
        bool_or(has_case) AS has_case,
        coalesce(bool_or(is_criminal), FALSE) AS is_criminal,
        coalesce(bool_or(is_above), FALSE) AS is_above,
        count(DISTINCT teller) FILTER (WHERE feed = 'penalty') AS penalised,
        min(told_on) AS told_on,
        max(told_on) AS last_told_on,
        any_value(no ORDER BY told_on, no, feed, record_id) AS no,
        any_value(sentence ORDER BY told_on, no, feed, record_id) AS sentence,
        any_value(role ORDER BY told_on, no, feed, record_id) AS role,
        any_value(role_zh ORDER BY told_on, no, feed, record_id) AS role_zh,
        coalesce(any_value(offence_name ORDER BY told_on, no, feed, record_id), any_value(criminal_offence ORDER BY told_on, no, feed, record_id)) AS offence_name,
        string_agg(DISTINCT party_name, '、' ORDER BY party_name) AS tellers,
        x_once(list(no ORDER BY told_on, no)) AS nos,
        any_value(record_id ORDER BY told_on, no, feed, record_id) AS first_record,
        list(DISTINCT {feed: feed, record_id: record_id} ORDER BY {feed: feed, record_id: record_id}) AS sources
    FROM told
    GROUP BY named_key
),
own AS (
    -- What the named have of their own: criminal cases, or penalties only.
    SELECT
        n.named_key,
        bool_or(m.feed IN ('police_case', 'prosecution', 'judgment', 'transfer')) AS has_criminal,
        -- A fine in force for what the pursued one is pursued for.
        bool_or(p.revoked_on IS NULL AND l.conduct IN (SELECT unnest(t.conducts) FROM told AS t WHERE t.named_key = n.named_key AND t.is_pursued)) AS has_like_penalty,
        list(DISTINCT {feed: m.feed, record_id: m.record_id} ORDER BY {feed: m.feed, record_id: m.record_id}) AS own_sources
    FROM named AS n
    JOIN party.appearance AS m
      ON m.credit_code = n.credit_code OR m.name_key = n.name_key
      OR m.person_id = n.owner_person
    LEFT JOIN known.penalty AS p ON m.feed = 'penalty' AND p.record_id = m.record_id
    LEFT JOIN fact.lead AS l ON l.feed = 'penalty' AND l.record_id = p.record_id
    GROUP BY n.named_key
),
decided AS (
    SELECT
        n.*,
        r.as_of,
        s.shops_naming,
        n.penalised >= s.shops_naming AS is_strongest,
        coalesce(o.has_like_penalty, FALSE) AND NOT coalesce(o.has_criminal, FALSE) AS is_unequal,
        o.own_sources,
        h.path_zh, h.path_sources,
        CASE
            WHEN NOT (n.is_criminal OR n.is_above OR n.penalised >= s.shops_naming) THEN 'clear:'
            WHEN n.name_kind <> 'firm' AND NOT n.has_case THEN 'insufficient:name_not_resolvable'
            WHEN n.has_case AND coalesce(o.has_criminal, FALSE) THEN 'clear:'
            WHEN n.has_case AND NOT coalesce(o.has_like_penalty, FALSE) THEN 'clear:'
            WHEN r.as_of <= n.told_on + s.settle_days THEN 'clear:'
            WHEN (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'police_case' AND n.told_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM named AS n
    LEFT JOIN own AS o USING (named_key)
    LEFT JOIN chain AS h USING (named_key)
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
)
SELECT
    'party' AS subject_kind,
    -- The name as first told: a register that arrives later gives it a code, and the teller another person behind it.
    d.name_key || CASE WHEN d.name_kind IN ('unnamed', 'unclear') THEN '|' || d.first_record ELSE '' END AS subject_id,
    coalesce(d.credit_code, 'P' || left(md5(d.named_key), 12)) AS subject_no,
    d.nos AS related_nos,
    NULL AS authority,
    coalesce(d.credit_code, 'P' || left(md5(d.named_key), 12)) AS party_id,
    coalesce(d.firm_name, d.name) AS party_name,
    d.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 1) WHEN 'insufficient' THEN ['name'] END AS missing,
    d.offence_name AS offence,
    NULL AS rule_version,
    b.basis AS legal_basis,
    'naming_cases' AS measure,
    len(d.nos) AS value,
    '件' AS unit,
    NULL AS threshold,
    NULL AS margin,
    CASE WHEN d.is_criminal THEN 1.0 ELSE 0.9 END AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            CASE d.role WHEN 'buyer' THEN d.tellers || ' → ' || coalesce(d.firm_name, d.name)
                        ELSE coalesce(d.firm_name, d.name) || ' → ' || d.tellers END
            || '（' || d.role_zh || '）：' || d.no || '（' || x_day_zh(d.told_on) || '）' || CASE WHEN len(d.nos) > 1 THEN '等' || len(d.nos) || '份文书' ELSE '' END || '载明“' || d.sentence || '”，'
            || CASE WHEN d.is_unequal THEN '对方已进入刑事程序，该主体仅受行政处罚。' ELSE '未见该主体的任何案件记录。' END
            || coalesce('供货链条：' || d.path_zh || '。', '')
            || CASE WHEN d.is_strongest THEN '共有' || d.penalised || '个被处罚者点名同一主体。' ELSE '' END
        WHEN 'insufficient' THEN d.no || '载明“' || d.sentence || '”，无法由名称确定主体'
        WHEN 'not_computable' THEN '该期间的公安立案数据未接入，不能以“未见案件”为据'
    END AS reason_zh,
    d.told_on AS occurred_on,
    d.last_told_on AS known_on,
    list_sort(list_distinct(d.sources || coalesce(d.path_sources, []) || CASE WHEN d.is_unequal THEN d.own_sources ELSE [] END)) AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.is_strongest AND NOT d.is_unequal THEN 'high' WHEN d.is_unequal THEN 'low' END AS severity
FROM decided AS d
LEFT JOIN rule.norm AS b ON b.model = 'f10_upstream_downstream'
