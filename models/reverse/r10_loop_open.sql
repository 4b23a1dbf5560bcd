/*card
id: r10_loop_open
title_zh: 闭环未完成
title_en: A link of the loop is missing
model_class: rule
failure_mode: 不刑不罚
subject: procuratorial_document
severity: low
feeds: [procuratorial_document, prosecution, penalty]
absence_of: []
legal_basis:
  - {law: 刑事诉讼法, article: 第177条第3款}
  - {law: 人民检察院行刑反向衔接工作指引, article: 第12条}
condition_zh: >-
  检察意见、检察建议从制发、送达、回复、处理结果到核实，缺少任一环节并超过设定天数。
  支持起诉书不在其内：案件由人民法院审理，法律没有规定答复期限。
risk_zh: 监督没有闭环，意见是否落实无从确认。
excluded:
  not_adopted_followed: 未采纳，已制发跟进监督函并在等待期内
insufficient:
  reply_result_missing: 已有回复日期，但缺少回复结果
  reply_date_missing: 已有回复结果，但缺少回复日期，不知其后的环节缺失多久
parameters:
  - {id: days_missing, zh: 环节缺失的天数, unit: 日, default: 90, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 已核实而未录入核实日期
  - 检察建议以联席会议等方式跟进，未形成文书
clears_if_zh: 补录送达、回复、处理结果和核实的日期与文书
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH setting AS (
    SELECT max(value)::INTEGER AS days FROM rule.parameter WHERE model = 'r10_loop_open' AND id = 'days_missing'
),
follow_up AS (
    SELECT x_number(follows_doc_no) AS number_key, max(issued_on) AS followed_on, min(replied_on) AS answered_on
    FROM known.procuratorial_document
    WHERE kind = '跟进监督函' AND follows_doc_no IS NOT NULL
    GROUP BY x_number(follows_doc_no)
),
carried_out AS (
    SELECT DISTINCT g.record_id
    FROM fact.paper AS g
    JOIN fact.followed AS f ON f.feed = 'prosecution' AND f.record_id = g.pros_record AND f.to_feed = 'penalty' AND f.is_answer
),
link AS (
    SELECT
        d.*,
        f.followed_on,
        t.due_on AS reply_due_day,
        t.basis AS reply_basis,
        coalesce(d.replied_on, f.answered_on) AS answered_on,
        -- The first link that is missing, and the day since which it is.
        CASE
            WHEN d.served_on IS NULL AND coalesce(d.replied_on, f.answered_on, d.verified_on) IS NULL THEN 'service'
            WHEN coalesce(d.replied_on, f.answered_on, d.verified_on) IS NULL AND d.reply_result IS NULL THEN 'reply'
            WHEN d.verified_on IS NULL AND (d.reply_result = '办理中'
                 OR (d.reply_result = '已处罚' AND d.reply_decision_no IS NULL AND c.record_id IS NULL)) THEN 'outcome'
            WHEN d.verified_on IS NULL THEN 'verification'
        END AS missing_link
    FROM known.procuratorial_document AS d
    LEFT JOIN follow_up AS f ON f.number_key = x_number(d.doc_no)
    LEFT JOIN carried_out AS c ON c.record_id = d.record_id
    JOIN fact.paper_due AS t ON t.record_id = d.record_id
    WHERE d.kind IN ('检察意见书', '检察建议书')
),
timed AS (
    SELECT
        l.*,
        s.days,
        r.as_of,
        CASE missing_link
            WHEN 'service' THEN issued_on
            -- A reply is not missing before it is due; a letter that follows begins the wait anew.
            WHEN 'reply' THEN greatest(coalesce(reply_due_day, served_on), followed_on)
            ELSE greatest(coalesce(answered_on, served_on, issued_on), followed_on)
        END AS since_on
    FROM link AS l
    CROSS JOIN setting AS s
    CROSS JOIN known.run AS r
),
decided AS (
    SELECT
        *,
        CASE
            WHEN missing_link IS NULL THEN 'clear:'
            WHEN reply_result = '未采纳' AND followed_on >= answered_on AND as_of <= since_on + days THEN 'excluded:not_adopted_followed'
            WHEN as_of <= since_on + days THEN 'clear:'
            WHEN replied_on IS NOT NULL AND reply_result IS NULL THEN 'insufficient:reply_result_missing'
            WHEN answered_on IS NULL AND reply_result IS NOT NULL THEN 'insufficient:reply_date_missing'
            ELSE 'flagged:'
        END AS verdict
    FROM timed
)
SELECT
    'procuratorial_document' AS subject_kind,
    d.record_id AS subject_id,
    d.doc_no AS subject_no,
    list_filter([d.doc_no, d.pros_no], lambda no: no IS NOT NULL) AS related_nos,
    d.to_authority AS authority,
    y.party_id,
    d.party_name,
    coalesce(d.credit_code, y.credit_code) AS credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE d.verdict
        WHEN 'insufficient:reply_result_missing' THEN ['reply_result']
        WHEN 'insufficient:reply_date_missing' THEN ['replied_on']
    END AS missing,
    p.offence,
    NULL AS rule_version,
    -- A suggestion has rules of its own; those of the card are about opinions after a non-prosecution.
    CASE WHEN d.kind = '检察建议书' THEN d.reply_basis ELSE n.basis END AS legal_basis,
    'days_link_missing' AS measure,
    d.as_of - d.since_on AS value,
    '日' AS unit,
    d.days AS threshold,
    (d.as_of - d.since_on) / d.days::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '未采纳，已制发跟进监督函并在等待期内'
        WHEN 'insufficient' THEN
            (SELECT max(zh) FROM rule.reason WHERE model = 'r10_loop_open' AND outcome = 'insufficient' AND code = split_part(d.verdict, ':', 2))
        WHEN 'flagged' THEN
            d.kind || d.doc_no || '（' || x_day_zh(d.issued_on) || '制发）' || CASE d.missing_link
                WHEN 'service' THEN '未见送达'
                WHEN 'reply' THEN '未见回复'
                WHEN 'outcome' THEN '回复为“' || d.reply_result || '”，未见处理结果'
                ELSE '未见核实'
            END || '，自' || x_day_zh(d.since_on) || '起已' || (d.as_of - d.since_on) || '日。'
    END AS reason_zh,
    d.since_on + d.days AS occurred_on,
    d.known_on,
    [{feed: 'procuratorial_document', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN (SELECT record_id AS document_id, min(pros_record) AS pros_record FROM fact.paper GROUP BY record_id) AS g ON g.document_id = d.record_id
LEFT JOIN known.prosecution AS p ON p.record_id = g.pros_record
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = p.record_id
LEFT JOIN rule.norm AS n ON n.model = 'r10_loop_open'
