/*card
id: r09_double_burden
title_zh: 重复处罚
title_en: Fined twice for one act
model_class: rule
failure_mode: 过罚不当
subject: penalty
severity: medium
feeds: [penalty, judgment]
absence_of: []
legal_basis:
  - {law: 行政处罚法, article: 第35条第2款}
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第11条第3款}
condition_zh: 同一违法行为判处罚金之后又被处以罚款；或者此前的罚款没有折抵罚金。
risk_zh: 同一行为承担了两次金钱处罚。
excluded:
  revoked: 处罚决定已被撤销
  different_party: 罚款的是单位，判处罚金的是个人（或者相反），不是同一当事人
insufficient:
  deduction_missing: 此前已有罚款，裁判数据缺少折抵数额
  fine_missing: 判有罪，但缺少罚金数额
parameters:
  - {id: link_sure, zh: 视为同一人的最低概率, unit: 比例, default: 0.95, source: 产品设定, date: 2026-11-25}
known_false_positives:
  - 罚款针对的是另一违法行为
  - 裁判主文写明折抵而数据未录入
clears_if_zh: 提供裁判文书中的折抵记载，或者说明是不同的违法行为
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH pair AS (
    SELECT
        p.record_id,
        j.record_id AS judgment_id, j.court_case_no, j.judged_on, j.fine_cny AS criminal_fine, j.fine_deducted_cny AS deducted, j.sentence,
        f.probability, f.why_zh, f.tier,
        -- A firm of its own and the person convicted are two parties; a trader and the shop are one.
        s.party_kind = 'unit' AND j.credit_code IS NULL AS is_other_party
    FROM fact.followed AS f
    JOIN known.judgment AS j ON f.feed = 'judgment' AND j.record_id = f.record_id
    JOIN known.penalty AS p ON f.to_feed = 'penalty' AND p.record_id = f.to_record
    LEFT JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = p.record_id
    WHERE f.is_answer AND j.verdict = '有罪' AND p.fine_cny > 0
      AND f.probability >= (SELECT value FROM rule.parameter WHERE model = 'r09_double_burden' AND id = 'link_sure')
    QUALIFY row_number() OVER (PARTITION BY p.record_id ORDER BY j.judged_on, j.record_id) = 1
),
decided AS (
    SELECT
        p.*,
        k.* EXCLUDE (record_id),
        CASE
            WHEN p.revoked_on IS NOT NULL THEN 'excluded:revoked'
            WHEN k.is_other_party THEN 'excluded:different_party'
            WHEN k.criminal_fine IS NULL THEN 'insufficient:fine_missing'
            WHEN k.criminal_fine = 0 THEN 'clear:'
            WHEN p.decided_on > k.judged_on THEN 'flagged:after_judgment'
            WHEN contains(k.sentence, '折抵') THEN 'clear:'
            WHEN k.deducted IS NULL THEN 'insufficient:deduction_missing'
            WHEN k.deducted < least(p.fine_cny, k.criminal_fine) THEN 'flagged:not_deducted'
            ELSE 'clear:'
        END AS verdict
    FROM known.penalty AS p
    JOIN pair AS k ON k.record_id = p.record_id
)
SELECT
    'penalty' AS subject_kind,
    d.record_id AS subject_id,
    d.decision_no AS subject_no,
    [d.decision_no, d.court_case_no] AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    CASE WHEN d.verdict NOT LIKE 'flagged:%' THEN nullif(split_part(d.verdict, ':', 2), '') END AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'deduction_missing' THEN ['fine_deducted_cny']
        WHEN 'fine_missing' THEN ['fine_cny']
    END AS missing,
    l.offence_name AS offence,
    NULL AS rule_version,
    n.basis AS legal_basis,
    'fine_cny' AS measure,
    d.fine_cny - CASE WHEN d.verdict = 'flagged:not_deducted' THEN d.deducted ELSE 0 END AS value,
    '元' AS unit,
    NULL AS threshold,
    NULL AS margin,
    d.probability AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r09_double_burden' AND outcome = 'excluded' AND code = split_part(d.verdict, ':', 2))
        WHEN 'insufficient' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r09_double_burden' AND outcome = 'insufficient' AND code = split_part(d.verdict, ':', 2))
        WHEN 'flagged' THEN
            CASE split_part(d.verdict, ':', 2)
                WHEN 'after_judgment' THEN x_day_zh(d.judged_on) || '判处罚金' || x_figure_zh(d.criminal_fine) || '元（' || d.court_case_no || '）之后，'
                    || x_day_zh(d.decided_on) || '又对同一行为罚款' || x_figure_zh(d.fine_cny) || '元。'
                ELSE x_day_zh(d.decided_on) || '已罚款' || x_figure_zh(d.fine_cny) || '元，' || x_day_zh(d.judged_on) || '判处罚金'
                    || x_figure_zh(d.criminal_fine) || '元（' || d.court_case_no || '），只折抵' || x_figure_zh(d.deducted) || '元。'
            END
    END AS reason_zh,
    greatest(d.decided_on, d.judged_on) AS occurred_on,
    d.known_on,
    [{feed: 'penalty', record_id: d.record_id}, {feed: 'judgment', record_id: d.judgment_id}] AS sources,
    to_json([{feed: 'judgment', no: d.court_case_no, party: NULL, tier: d.tier, probability: d.probability, why: d.why_zh}])::VARCHAR AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN fact.lead AS l ON l.feed = 'penalty' AND l.record_id = d.record_id
LEFT JOIN rule.norm AS n ON n.model = 'r09_double_burden'
LEFT JOIN party.resolved AS y ON y.feed = 'penalty' AND y.record_id = d.record_id
