/*card
id: r06_police_closed_unreturned
title_zh: 撤案后未移送处罚
title_en: Police case ended, never returned for a penalty
model_class: rule
failure_mode: 不刑不罚
subject: police_case
severity: medium
feeds: [police_case, transfer, penalty, admin_case, prosecution, procuratorial_document]
absence_of: [penalty]
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第10条、第13条}
  - {law: 行政处罚法, article: 第27条第1款}
  - {law: 公安机关办理刑事案件程序规定, article: 第177条}
condition_zh: >-
  公安机关撤案、终止侦查或者对移送案件不予立案，该行为有行政处罚规范，设定天数内既未移送行政机关，也未见行政处罚。
risk_zh: 刑事程序终结后没有转回行政程序，违法行为没有承担任何责任。
excluded:
  no_admin_norm: 该罪名的行为没有对应的行政处罚规范（名单见审查索引）
  no_violation: 记载的理由是没有违法事实或者不是当事人所为
  party_gone: 当事人已经死亡或者终止
  too_late: 已过追诉时效而终结，处罚时效同样已过
  already_penalised: 终结之前，同一行为已受行政处罚
  not_penalised_with_reason: 行政机关已说明理由决定不予处罚
  filed_after: 其后已立案侦查或者审查起诉
  filing_notified: 检察机关其后已通知立案，刑事程序没有终结（未按期立案的见 f05）
insufficient:
  end_date_missing: 缺少撤案、终止侦查或者不予立案的日期
  offence_missing: 缺少罪名，不知是否有行政处罚规范
  norm_unknown: 审查索引没有该罪名，不知是否有行政处罚规范
parameters:
  - {id: days_after_end, zh: 刑事程序终结后等待移送或者处罚的天数, unit: 日, default: 60, source: 产品设定, date: 2026-11-24}
  - {id: link_possible, zh: 视为可能同一人的最低概率（只作反证列出）, unit: 比例, default: 0.3, source: 产品设定, date: 2026-11-25}
known_false_positives:
  - 已移送行政机关但移送日期未录入
  - 处罚以字号或者单位名义作出，且登记信息缺失，未能关联
clears_if_zh: 提供移送行政机关的文书，或者行政处罚决定书、不予处罚决定书
owner: 刑事检察与行政检察线索组
version: 1.2.0
*/
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'days_after_end')::INTEGER AS days,
        max(value) FILTER (WHERE id = 'link_possible') AS link_possible
    FROM rule.parameter
    WHERE model = 'r06_police_closed_unreturned'
),
ended AS (
    SELECT 'police_case' AS feed, record_id, police_case_no AS no, police_org AS authority, suspect_name AS party_name,
           offence, outcome AS ending, outcome_on AS ended_on, outcome_reason AS reason, returned_on, returned_to,
           known_on, transfer_no AS other_no
    FROM known.police_case
    WHERE outcome IN ('撤案', '终止侦查')
    UNION ALL
    SELECT 'transfer', record_id, transfer_no, coalesce(to_authority, authority), party_name, suspected_offence,
           police_decision, police_decided_on, not_filed_reason, NULL, NULL, known_on, decision_no
    FROM known.transfer
    WHERE kind = '涉嫌犯罪' AND police_decision = '不予立案' AND coalesce(reconsideration, '') <> '立案'
),
handled AS (
    SELECT
        f.feed, f.record_id,
        min(f.decided_on) FILTER (WHERE f.is_answer AND f.to_feed = 'penalty' AND f.revoked_on IS NULL) AS penalised_on,
        bool_or(f.is_answer AND f.to_feed = 'admin_case' AND f.status = '不予处罚' AND f.close_reason IS NOT NULL) AS is_spared_with_reason,
        string_agg(DISTINCT CASE WHEN f.is_answer THEN f.no END, '；' ORDER BY CASE WHEN f.is_answer THEN f.no END) AS sure_zh,
        coalesce(max(CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.probability END), 0) AS doubt,
        string_agg(DISTINCT CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.no || '（' || f.why_zh || '）' END, '；'
            ORDER BY CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.no || '（' || f.why_zh || '）' END) AS doubt_zh,
        list({feed: f.to_feed, record_id: f.to_record} ORDER BY f.to_feed, f.to_record) AS sources,
        to_json(list({feed: f.to_feed, no: f.no, party: f.authority, tier: f.tier, probability: f.probability, why: f.why_zh}
            ORDER BY f.probability DESC, f.to_feed, f.no)) AS links
    FROM fact.followed AS f
    CROSS JOIN setting AS s
    WHERE f.probability >= s.link_possible
    GROUP BY f.feed, f.record_id
),
-- A later criminal case of the same party: the matter went on.
later AS (
    SELECT e.feed, e.record_id, min(n.from_on) AS from_on
    FROM ended AS e
    JOIN party.resolved AS y ON y.feed = e.feed AND y.record_id = e.record_id
    JOIN party.resolved AS z ON z.party_id = y.party_id AND z.feed IN ('police_case', 'prosecution') AND z.record_id <> e.record_id
    JOIN fact.criminal AS n ON n.feed = z.feed AND n.record_id = z.record_id
    -- For another offence only where the reason says that the matter goes on under it.
    WHERE n.from_on >= e.ended_on
      AND (n.offence = e.offence
           OR regexp_matches(e.reason, '另(案|行|以)[^，。；]{0,16}(立案|侦查|处理|办理)|并案|并入|合并(侦查|办理)|改(以|为|按)[^，。；]{0,16}(立案|侦查)|变更罪名'))
    GROUP BY e.feed, e.record_id
),
-- What the police were told to file is not over, whether they did so or not.
notified AS (
    SELECT e.feed, e.record_id, min_by(d.doc_no, d.issued_on) AS doc_no
    FROM ended AS e
    JOIN fact.named_transfer AS t ON t.feed = 'procuratorial_document' AND t.transfer_id = e.record_id
    JOIN known.procuratorial_document AS d ON d.record_id = t.record_id AND d.kind = '通知立案书' AND d.issued_on >= e.ended_on
    WHERE e.feed = 'transfer'
    GROUP BY e.feed, e.record_id
),
decided AS (
    SELECT
        e.*,
        n.basis AS norm_basis, n.reason AS no_norm_zh,
        h.sure_zh, h.doubt_zh, w.doc_no AS notice_no, coalesce(h.doubt, 0) AS doubt, h.sources AS other_sources, h.links,
        e.ended_on + s.days AS due_on,
        s.days,
        r.as_of,
        CASE
            WHEN n.has_norm IS FALSE THEN 'excluded:no_admin_norm'
            WHEN g.code IS NOT NULL THEN 'excluded:' || g.code
            WHEN e.returned_on IS NOT NULL OR e.returned_to IS NOT NULL THEN 'clear:'
            WHEN h.penalised_on <= e.ended_on THEN 'excluded:already_penalised'
            WHEN h.penalised_on IS NOT NULL THEN 'clear:'
            WHEN h.is_spared_with_reason THEN 'excluded:not_penalised_with_reason'
            WHEN l.from_on IS NOT NULL THEN 'excluded:filed_after'
            WHEN w.doc_no IS NOT NULL THEN 'excluded:filing_notified'
            WHEN e.ended_on IS NULL THEN 'insufficient:end_date_missing'
            WHEN e.offence IS NULL THEN 'insufficient:offence_missing'
            WHEN n.has_norm IS NULL THEN 'insufficient:norm_unknown'
            WHEN r.as_of <= e.ended_on + s.days THEN 'clear:running'
            WHEN (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'penalty' AND e.ended_on BETWEEN c.from_on AND c.to_on) = 0
                THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM ended AS e
    LEFT JOIN fact.norm AS n ON n.offence = e.offence
    LEFT JOIN handled AS h ON h.feed = e.feed AND h.record_id = e.record_id
    LEFT JOIN fact.liability_end AS g ON g.feed = e.feed AND g.record_id = e.record_id
    LEFT JOIN later AS l ON l.feed = e.feed AND l.record_id = e.record_id
    LEFT JOIN notified AS w ON w.feed = e.feed AND w.record_id = e.record_id
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
)
SELECT
    d.feed AS subject_kind,
    d.record_id AS subject_id,
    d.no AS subject_no,
    list_filter([d.no, d.other_no], lambda no: no IS NOT NULL) AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    CASE WHEN d.verdict NOT LIKE 'clear:%' THEN nullif(split_part(d.verdict, ':', 2), '') END AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'end_date_missing' THEN [CASE d.feed WHEN 'transfer' THEN 'police_decided_on' ELSE 'outcome_on' END]
        WHEN 'offence_missing' THEN ['suspected_offence']
        WHEN 'norm_unknown' THEN ['admin_norm']
    END AS missing,
    d.offence,
    NULL AS rule_version,
    n.basis || '；' || coalesce(d.norm_basis, '') AS legal_basis,
    'days_since_end' AS measure,
    d.as_of - d.ended_on AS value,
    '日' AS unit,
    d.days AS threshold,
    (d.as_of - d.ended_on) / d.days::DOUBLE AS margin,
    1.0 - d.doubt AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r06_police_closed_unreturned' AND outcome = 'excluded' AND code = split_part(d.verdict, ':', 2))
            || coalesce('：' || CASE split_part(d.verdict, ':', 2)
                WHEN 'no_admin_norm' THEN d.no_norm_zh
                WHEN 'no_violation' THEN d.reason
                WHEN 'filing_notified' THEN d.notice_no
                WHEN 'already_penalised' THEN d.sure_zh
                WHEN 'not_penalised_with_reason' THEN d.sure_zh
            END, '')
        WHEN 'insufficient' THEN '缺少判断是否应当移送处罚所需的日期、罪名或规范'
        WHEN 'not_computable' THEN '该期间的行政处罚数据未接入，不能以“未见处罚”为据'
        WHEN 'clear' THEN CASE WHEN d.verdict = 'clear:running' THEN '至' || x_day_zh(d.due_on) || '仍未移送或者处罚的，列为线索' END
        ELSE
            coalesce(d.party_name, '') || '涉嫌' || d.offence || '，' || x_day_zh(d.ended_on) || d.ending || '，至' || x_day_zh(d.as_of)
            || '（' || (d.as_of - d.ended_on) || '日）未见移送行政机关，也未见对该行为的行政处罚（可适用' || d.norm_basis || '）'
            || coalesce('；可能有关的处罚：' || d.doubt_zh, '') || '。'
    END AS reason_zh,
    d.due_on AS occurred_on,
    d.known_on,
    [{feed: d.feed, record_id: d.record_id}] || coalesce(d.other_sources, []) AS sources,
    d.links::VARCHAR AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN rule.norm AS n ON n.model = 'r06_police_closed_unreturned'
LEFT JOIN party.resolved AS y ON y.feed = d.feed AND y.record_id = d.record_id
