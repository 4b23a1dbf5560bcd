/*card
id: f08_transfer_incomplete
title_zh: 材料不齐
title_en: Transfer without the required papers
model_class: rule
failure_mode: 有案不移
subject: transfer
severity: low
feeds: [transfer]
absence_of: []
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第6条、第7条}
condition_zh: 移送涉嫌犯罪案件，随案材料缺少规定应附的材料（检验报告或者鉴定意见仅在罪名需要时要求）。
risk_zh: 材料不齐使公安机关无法审查，是移送流于形式的表现。
excluded:
  returned: 公安机关已退回补正
insufficient:
  attachments_empty: 未填写随案材料
parameters: []
known_false_positives:
  - 材料名称与标准名称不同，或者合并装订
  - 无涉案物品的案件未附物品清单
clears_if_zh: 提供补送材料的回执，或者更正随案材料栏
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH sent AS (
    SELECT t.*, (SELECT list(o.code) FROM rule.offence AS o WHERE contains(t.suspected_offence, o.short_name)) AS codes
    FROM known.transfer AS t
    WHERE t.kind = '涉嫌犯罪' AND t.transferred_on IS NOT NULL AND coalesce(t.approval, '') <> '不批准'
),
checked AS (
    SELECT
        s.*,
        (
            SELECT list(a.name ORDER BY a.place)
            FROM rule.attachment AS a
            WHERE (a.offences IS NULL OR list_has_any(a.offences, s.codes))
              -- Papers go by many names: each is known by a word in its name (涉嫌犯罪案件移送书 is the 移送书).
              AND NOT list_bool_or(list_transform(s.attachments, lambda paper:
                  list_bool_or(list_transform(a.known_by, lambda known: contains(paper, known)))))
        ) AS absent,
        (SELECT any_value(a.basis) FROM rule.attachment AS a) AS basis
    FROM sent AS s
),
decided AS (
    SELECT
        *,
        CASE
            WHEN attachments IS NULL OR len(attachments) = 0 THEN 'insufficient:attachments_empty'
            WHEN coalesce(len(absent), 0) = 0 THEN 'clear:'
            WHEN police_decision = '退回' THEN 'excluded:returned'
            ELSE 'flagged:'
        END AS verdict
    FROM checked
)
SELECT
    'transfer' AS subject_kind,
    d.record_id AS subject_id,
    d.transfer_no AS subject_no,
    [d.transfer_no] AS related_nos,
    d.authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:attachments_empty' THEN ['attachments'] END AS missing,
    d.suspected_offence AS offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    'attachments_absent' AS measure,
    len(d.absent) AS value,
    '种' AS unit,
    NULL AS threshold,
    NULL AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN x_day_zh(d.transferred_on) || '移送的案件，随案材料缺少' || array_to_string(d.absent, '、') || '（' || d.basis || '）。'
        WHEN 'insufficient' THEN '未填写随案材料，无法核对'
        WHEN 'excluded' THEN '公安机关已退回，缺少' || array_to_string(d.absent, '、')
    END AS reason_zh,
    d.transferred_on::DATE AS occurred_on,
    d.known_on,
    [{feed: 'transfer', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'transfer' AND y.record_id = d.record_id
