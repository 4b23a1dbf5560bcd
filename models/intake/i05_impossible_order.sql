/*card
id: i05_impossible_order
title_zh: 时序矛盾
title_en: Order of dates or states that cannot be
model_class: intake
failure_mode: 数据异常
subject: record
severity: low
feeds: [penalty, admin_case, transfer, police_case, prosecution, procuratorial_document, judgment, inspection, complaint, entity, entity_member, authority]
absence_of: []
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第5条、第8条、第9条}
  - {law: 人民检察院刑事诉讼规则, article: 第373条、第560条、第563条}
condition_zh: >-
  记录中两个环节的日期与程序的先后次序相反：例如决定早于立案、移送早于审批、回复早于制发；
  两份记录以文号相互指明的，跨记录比较。先后次序见 models/flow。
risk_zh: 日期录入错误会使期限计算失真；倒填日期可能掩盖逾期。
excluded:
  other_record_fits: 所引文号对应多份记录，其中有日期相符的一份
insufficient:
  date_missing: 已记载某一环节的结果，但缺少其日期，无法核对次序
parameters: []
known_false_positives:
  - 并案、退回补充侦查后重新移送，数据只保留最后一次日期
  - 当场处罚、当场收缴的各环节同日录入，个别系统以导出日期代替
clears_if_zh: 由报送单位更正日期，或者说明该日期的含义
owner: 数据管理组
version: 1.0.0
*/
WITH clash AS (
    -- What another record of the number makes fit is told only where nothing else is wrong.
    SELECT feed, record_id, coalesce(nullif(count(*) FILTER (WHERE NOT is_other_fitting), 0), count(*)) AS number,
           arg_max(
               {told: earlier_zh || '（' || x_day_zh(earlier_on) || '）在后，' || later_zh || '（' || x_day_zh(later_on) || '）在前',
                days: earlier_on - later_on, on_day: later_on, other_feed: other_feed, other_record: other_record,
                measure: later_column},
               {is_real: NOT is_other_fitting, days: earlier_on - later_on, near: -steps, earlier: earlier, later: later, other: other_record}
           ) AS worst,
           bool_and(is_other_fitting) AS is_other_fitting
    FROM flow.contradiction
    GROUP BY feed, record_id
),
undated AS (
    SELECT feed, record_id, list_sort(list(DISTINCT "column")) AS columns, min(zh ORDER BY zh) AS zh
    FROM flow.event
    WHERE happened_on IS NULL
    GROUP BY feed, record_id
),
record AS (
    -- The same in every event of a record: the least is the one.
    SELECT feed, record_id, min(no) AS no, min(authority) AS authority, min(party_name) AS party_name,
           min(party_id) AS party_id, min(known_on) AS known_on
    FROM flow.event
    GROUP BY feed, record_id
),
decided AS (
    SELECT
        r.*,
        c.worst,
        c.number,
        u.columns,
        u.zh AS undated_zh,
        CASE
            WHEN c.number IS NOT NULL AND NOT c.is_other_fitting THEN 'flagged:'
            WHEN c.number IS NOT NULL THEN 'excluded:other_record_fits'
            WHEN u.columns IS NOT NULL THEN 'insufficient:date_missing'
            ELSE 'clear:'
        END AS verdict
    FROM record AS r
    LEFT JOIN clash AS c ON c.feed = r.feed AND c.record_id = r.record_id
    LEFT JOIN undated AS u ON u.feed = r.feed AND u.record_id = r.record_id
)
SELECT
    d.feed AS subject_kind,
    d.record_id AS subject_id,
    d.no AS subject_no,
    [d.no] AS related_nos,
    d.authority,
    d.party_id,
    d.party_name,
    p.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:date_missing' THEN d.columns END AS missing,
    NULL AS offence,
    NULL AS rule_version,
    n.basis AS legal_basis,
    'days_out_of_order' AS measure,
    d.worst.days AS value,
    '日' AS unit,
    0 AS threshold,
    NULL AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN '日期次序矛盾：' || d.worst.told
            || CASE WHEN d.number > 1 THEN '；另有' || (d.number - 1) || '处' ELSE '' END || '。'
        WHEN 'excluded' THEN '所引文号对应多份记录，其中有日期相符的一份'
        WHEN 'insufficient' THEN '已记载“' || d.undated_zh || '”，缺少其日期'
    END AS reason_zh,
    d.worst.on_day AS occurred_on,
    d.known_on,
    list_distinct([{feed: d.feed, record_id: d.record_id}] || CASE
        WHEN d.worst IS NULL THEN []
        ELSE [{feed: d.worst.other_feed, record_id: d.worst.other_record}]
    END) AS sources,
    NULL AS links,
    NULL AS exceptions
FROM decided AS d
LEFT JOIN party.resolved AS p ON p.feed = d.feed AND p.record_id = d.record_id
LEFT JOIN rule.norm AS n ON n.model = 'i05_impossible_order'
