/*card
id: r05_opinion_not_executed
title_zh: 意见未落实
title_en: Opinion answered but not carried out
model_class: rule
failure_mode: 过罚不当
subject: procuratorial_document
severity: high
feeds: [procuratorial_document, prosecution, penalty]
absence_of: [penalty]
legal_basis:
  - {law: 刑事诉讼法, article: 第177条第3款}
  - {law: 人民检察院刑事诉讼规则, article: 第373条}
condition_zh: 行政机关回复已处罚，回复后的设定天数内仍未见对当事人该行为的行政处罚；或者处罚低于所引规定的下限。
risk_zh: 检察意见名义上已落实，实际没有处罚或者处罚不到位。
excluded:
  revoked: 处罚决定已在复议、诉讼中被撤销
insufficient:
  reply_date_missing: 缺少回复日期
  case_unknown: 文书未写明案件，也未回填处罚决定书文号，不知所见的同名处罚是否为该行为
parameters:
  - {id: days_after_reply, zh: 回复后等待处罚数据的天数, unit: 日, default: 30, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 处罚由其他机关或者上级机关作出，数据未接入
  - 处罚数据报送滞后
  - 依法减轻处罚并写明理由的，可以低于下限
clears_if_zh: 提供行政处罚决定书及其送达、执行情况
owner: 刑事检察与行政检察线索组
version: 1.1.1
*/
WITH setting AS (
    SELECT max(value)::INTEGER AS days FROM rule.parameter WHERE model = 'r05_opinion_not_executed' AND id = 'days_after_reply'
),
named AS (
    -- The decision the reply names, of the authority that replied.
    SELECT d.record_id, p.record_id AS penalty_id
    FROM known.procuratorial_document AS d
    LEFT JOIN party.authority AS t ON t.name_key = x_name(d.to_authority)
    JOIN known.penalty AS p ON x_number(p.decision_no) = x_number(d.reply_decision_no)
    LEFT JOIN party.authority AS m ON m.name_key = x_name(p.authority)
    WHERE coalesce(m.authority_key, x_name(p.authority)) = coalesce(t.authority_key, x_name(d.to_authority))
),
-- What may answer an opinion that names no case: later penalties under the name of its party or of whom that heads.
nameless AS (
    SELECT d.*, y.party_id
    FROM known.procuratorial_document AS d
    LEFT JOIN party.resolved AS y ON y.feed = 'procuratorial_document' AND y.record_id = d.record_id
    WHERE d.pros_no IS NULL AND d.decision_no IS NULL AND d.reply_decision_no IS NULL AND d.party_name IS NOT NULL AND d.reply_result = '已处罚'
),
possible AS (
    SELECT n.record_id, p.record_id AS penalty_id, k.is_party
        AND p.decided_on <= n.replied_on + (SELECT days FROM setting)
        AND coalesce(m.authority_key, x_name(p.authority)) = coalesce(t.authority_key, x_name(n.to_authority)) AS is_it
    FROM (
        SELECT n.record_id, z.record_id AS penalty_id, TRUE AS is_party
        FROM nameless AS n JOIN party.resolved AS z ON z.feed = 'penalty' AND z.party_id = n.party_id
        UNION ALL
        SELECT n.record_id, p.record_id, FALSE
        FROM nameless AS n
        JOIN (SELECT record_id, unnest([x_name(party_name), x_name(legal_rep)]) AS name_key FROM known.penalty) AS p ON p.name_key = x_name(n.party_name)
    ) AS k
    JOIN nameless AS n USING (record_id)
    JOIN known.penalty AS p ON p.record_id = k.penalty_id AND p.decided_on >= n.issued_on
    LEFT JOIN party.authority AS t ON t.name_key = x_name(n.to_authority)
    LEFT JOIN party.authority AS m ON m.name_key = x_name(p.authority)
),
executed AS (
    SELECT record_id, penalty_id FROM named
    UNION
    SELECT record_id, penalty_id FROM possible WHERE is_it
    UNION
    SELECT g.record_id, f.to_record
    FROM fact.paper AS g
    JOIN fact.followed AS f ON f.feed = 'prosecution' AND f.record_id = g.pros_record AND f.to_feed = 'penalty' AND f.is_answer
),
penalty AS (
    SELECT
        e.record_id,
        count(*) FILTER (WHERE p.revoked_on IS NULL) AS number,
        count(*) AS with_revoked,
        bool_and(coalesce(l.is_below_floor, FALSE)) FILTER (WHERE p.revoked_on IS NULL) AS is_below_floor,
        max(l.source ORDER BY p.record_id) AS floor_source,
        max(l.floor_cny - p.fine_cny) FILTER (WHERE p.revoked_on IS NULL) AS short_cny,
        max((l.floor_cny - p.fine_cny) / l.floor_cny::DOUBLE) FILTER (WHERE p.revoked_on IS NULL AND l.floor_cny > 0) AS short_share,
        string_agg(p.decision_no, '；' ORDER BY p.decision_no) AS nos,
        list({feed: 'penalty', record_id: p.record_id} ORDER BY p.record_id) AS sources
    FROM executed AS e
    JOIN known.penalty AS p ON p.record_id = e.penalty_id
    LEFT JOIN fact.fine_floor AS l ON l.record_id = p.record_id
    GROUP BY e.record_id
),
-- An opinion on several by name: of whom the data hold no penalty, though of others they do.
listed AS (
    SELECT
        g.record_id,
        string_agg(p.suspect_name, '、' ORDER BY p.suspect_name) FILTER (WHERE f.record_id IS NULL) AS unpenalised_zh
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id
    JOIN known.prosecution AS p ON p.record_id = g.pros_record AND p.decision LIKE '%不起诉'
    LEFT JOIN (
        SELECT DISTINCT record_id FROM fact.followed
        WHERE feed = 'prosecution' AND to_feed = 'penalty' AND is_answer AND revoked_on IS NULL
    ) AS f ON f.record_id = p.record_id
    WHERE len(x_listed_names(d.party_name)) > 1 AND list_contains(x_listed_names(d.party_name), x_name(p.suspect_name))
    GROUP BY g.record_id
),
decided AS (
    SELECT
        d.*,
        c.pros_record, v.unpenalised_zh,
        h.number, h.nos, h.sources AS penalty_sources, h.floor_source, h.short_cny, h.short_share,
        d.replied_on + s.days AS due_on,
        s.days,
        r.as_of,
        CASE
            WHEN h.number > 0 AND h.is_below_floor THEN 'flagged:below_floor'
            WHEN h.number > 0 AND v.unpenalised_zh IS NOT NULL AND r.as_of > d.replied_on + s.days THEN 'flagged:in_part'
            WHEN h.number > 0 THEN 'clear:'
            WHEN h.with_revoked > 0 THEN 'excluded:revoked'
            WHEN d.replied_on IS NULL THEN 'insufficient:reply_date_missing'
            WHEN r.as_of <= d.replied_on + s.days THEN 'clear:'
            WHEN c.pros_record IS NULL AND d.reply_decision_no IS NULL AND (d.party_name IS NULL OR o.record_id IS NOT NULL)
                THEN 'insufficient:case_unknown'
            WHEN (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'penalty' AND d.replied_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM known.procuratorial_document AS d
    LEFT JOIN (SELECT record_id, min(pros_record) AS pros_record FROM fact.paper GROUP BY record_id) AS c USING (record_id)
    LEFT JOIN penalty AS h USING (record_id)
    LEFT JOIN (SELECT DISTINCT record_id FROM possible) AS o USING (record_id)
    LEFT JOIN listed AS v USING (record_id)
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
    WHERE d.kind IN ('检察意见书', '跟进监督函') AND d.reply_result = '已处罚'
)
SELECT
    'procuratorial_document' AS subject_kind,
    d.record_id AS subject_id,
    d.doc_no AS subject_no,
    list_filter([d.doc_no, d.pros_no, d.reply_decision_no], lambda no: no IS NOT NULL) AS related_nos,
    d.to_authority AS authority,
    y.party_id,
    d.party_name,
    coalesce(d.credit_code, y.credit_code) AS credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    CASE WHEN d.verdict NOT LIKE 'flagged:%' THEN nullif(split_part(d.verdict, ':', 2), '') END AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'reply_date_missing' THEN ['replied_on']
        WHEN 'case_unknown' THEN ['pros_no', 'reply_decision_no']
    END AS missing,
    p.offence,
    NULL AS rule_version,
    coalesce(CASE WHEN d.verdict = 'flagged:below_floor' THEN d.floor_source END, n.basis) AS legal_basis,
    -- A fine below the floor is as grave as it is short of it; how long ago the reply came says nothing then.
    CASE d.verdict WHEN 'flagged:below_floor' THEN 'short_of_floor_cny' ELSE 'days_since_reply' END AS measure,
    CASE d.verdict WHEN 'flagged:below_floor' THEN d.short_cny ELSE d.as_of - d.replied_on END AS value,
    CASE d.verdict WHEN 'flagged:below_floor' THEN '元' ELSE '日' END AS unit,
    CASE WHEN d.verdict <> 'flagged:below_floor' THEN d.days END AS threshold,
    CASE d.verdict WHEN 'flagged:below_floor' THEN 1 + d.short_share ELSE (d.as_of - d.replied_on) / d.days::DOUBLE END AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '处罚决定已被撤销：' || d.nos
        WHEN 'insufficient' THEN '缺少核对处罚所需的日期或案件'
        WHEN 'not_computable' THEN '该期间的行政处罚数据未接入，不能以“未见处罚”为据'
        WHEN 'flagged' THEN
            d.to_authority || coalesce(x_day_zh(d.replied_on), '') || '回复' || d.doc_no || '称已处罚，'
            || CASE split_part(d.verdict, ':', 2)
                WHEN 'below_floor' THEN '处罚决定' || d.nos || '低于' || d.floor_source || '的下限。'
                WHEN 'in_part' THEN '至' || x_day_zh(d.as_of) || '（回复后' || (d.as_of - d.replied_on) || '日）只见' || d.nos
                    || '，未见对所列' || d.unpenalised_zh || '的行政处罚。'
                ELSE '至' || x_day_zh(d.as_of) || '（回复后' || (d.as_of - d.replied_on) || '日）未见对当事人该行为的行政处罚'
                    || coalesce('，所称决定书' || d.reply_decision_no || '不在数据中', '') || '。'
            END
            -- What the procuratorate itself found may contradict the data: one of both is wrong.
            || coalesce('检察机关' || x_day_zh(d.verified_on) || '核实结果记为“' || d.verified_result || '”，请一并核对。', '')
    END AS reason_zh,
    coalesce(d.due_on, d.issued_on) AS occurred_on,
    d.known_on,
    [{feed: 'procuratorial_document', record_id: d.record_id}]
        || CASE WHEN p.record_id IS NULL THEN [] ELSE [{feed: 'prosecution', record_id: p.record_id}] END
        || coalesce(d.penalty_sources, []) AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN known.prosecution AS p ON p.record_id = d.pros_record
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = p.record_id
LEFT JOIN rule.norm AS n ON n.model = 'r05_opinion_not_executed'
