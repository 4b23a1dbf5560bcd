/*card
id: f03_police_decision_overdue
title_zh: 逾期不审查
title_en: Police decision on a transfer overdue
model_class: rule
failure_mode: 有案不立
subject: transfer
severity: low
feeds: [transfer, police_case, authority]
absence_of: [police_case]
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第8条}
  - {law: 公安机关办理刑事案件程序规定, article: 第180条}
condition_zh: >-
  公安机关接受行政执法机关移送的涉嫌犯罪案件后，超过法定日数才作出立案或者不予立案的决定，或者至今未作决定；
  没有录入签收日期的，推定移送当日接受，自移送之日起算，并在线索中写明；超过重大、复杂案件的最长期限的为严重。
  某公安机关对达到追诉标准的移送不予立案的比例显著高于其他机关的，另作统计提示
  （Fisher 精确检验，按 Benjamini–Hochberg 校正，样本数不少于下限，并列出安慰剂线）。
risk_zh: 移送后久拖不决，犯罪线索被搁置，行政机关也无法继续处理。
excluded:
  handed_on: 公安机关已转送其他机关处理
insufficient:
  decision_date_missing: 已有审查结果，但缺少决定日期
  calendar_missing: 缺少该年度工作日历，无法计算期限
  too_few: 可供检验的案件太少
  no_peers: 没有其他机关可以比较
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
  - {id: least_cases, zh: 检验所需的最少案件数, unit: 件, default: 10, source: 产品设定, date: 2026-11-25}
  - {id: false_discovery, zh: 允许的错误发现率, unit: 比例, default: 0.1, source: Benjamini–Hochberg（1995）, date: 2026-11-25}
  - {id: placebo_low, zh: 安慰剂线（低）, unit: 比例, default: 0.7, source: 产品设定, date: 2026-11-25}
  - {id: placebo_high, zh: 安慰剂线（高）, unit: 比例, default: 1.3, source: 产品设定, date: 2026-11-25}
known_false_positives:
  - 公安机关的立案记录未载明移送书文号（同一当事人的立案记录在线索中列明，供核对）
  - 签收日期未录入而实际签收在移送之后，按移送当日接受计算
  - 公安机关已决定但移送数据未回填且未录入立案数据
  - 重大、复杂案件依法延长审查期限
  - 经济犯罪案件至迟十日作出决定（公通字〔2017〕25号第16条），三日以上十日以内的由复核人把握
deadline_measures: [review_days]
clears_if_zh: 提供立案决定书、不予立案通知书、延长审查期限的批准文件，或者证明签收在后的移送书回执
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH sent AS (
    SELECT
        t.*,
        coalesce(t.received_on, t.transferred_on::DATE) AS start_on,
        coalesce(a.authority_key, x_name(t.authority)) AS authority_key,
        x_number(t.transfer_no) AS number_key
    FROM known.transfer AS t
    LEFT JOIN party.authority AS a ON a.name_key = x_name(t.authority)
    WHERE t.kind = '涉嫌犯罪' AND t.transferred_on IS NOT NULL AND coalesce(t.approval, '') <> '不批准'
),
filed AS (
    SELECT s.authority_key, s.number_key, min(c.filed_on) AS filed_on, any_value(c.record_id ORDER BY c.filed_on, c.record_id) AS police_record
    FROM sent AS s
    JOIN fact.named_transfer AS n ON n.feed = 'police_case' AND n.transfer_id = s.record_id
    JOIN known.police_case AS c ON c.record_id = n.record_id
    GROUP BY s.authority_key, s.number_key
),
-- A case of the same party filed since, which names no transfer: whether it answers this one a person has to see.
unnamed AS (
    SELECT s.authority_key, s.number_key, any_value(c.record_id ORDER BY c.filed_on, c.record_id) AS unnamed_record,
           any_value(c.police_case_no ORDER BY c.filed_on, c.record_id) AS unnamed_no, min(c.filed_on) AS unnamed_on
    FROM sent AS s
    JOIN party.resolved AS y ON y.feed = 'transfer' AND y.record_id = s.record_id
    JOIN party.resolved AS z ON z.feed = 'police_case' AND z.party_id = y.party_id
    JOIN known.police_case AS c ON c.record_id = z.record_id AND c.transfer_no IS NULL AND c.filed_on >= s.transferred_on::DATE
    GROUP BY s.authority_key, s.number_key
),
-- One case of one authority, though it be recorded under the name before and the name after a merger.
decision AS (
    SELECT authority_key, number_key, min(police_decided_on) AS decided_on,
           any_value(police_decision ORDER BY police_decided_on NULLS LAST, record_id) AS police_decision,
           -- What any of them tells of the receipt comes before what is assumed of it.
           coalesce(min(received_on), min(transferred_on::DATE)) AS start_on,
           min(received_on) IS NULL AS is_receipt_assumed
    FROM sent
    GROUP BY authority_key, number_key
),
timed AS (
    SELECT
        s.record_id, s.transfer_no, s.authority, s.to_authority, s.party_name, s.suspected_offence, s.known_on,
        d.police_decision, d.start_on, d.is_receipt_assumed,
        least(d.decided_on, f.filed_on) AS decided_on,
        coalesce(f.police_record, CASE WHEN d.decided_on IS NULL THEN n.unnamed_record END) AS police_record,
        CASE WHEN f.police_record IS NULL AND d.decided_on IS NULL THEN n.unnamed_no END AS unnamed_no,
        n.unnamed_on,
        u.due_on,
        x.due_on AS complex_due_on,
        k.amount,
        k.basis,
        r.as_of,
        (SELECT count(*) FROM known.coverage AS c WHERE c.feed = 'police_case' AND d.start_on BETWEEN c.from_on AND c.to_on) = 0
        AND NOT EXISTS (SELECT 1 FROM sent AS other WHERE other.police_decision IS NOT NULL) AS is_uncovered
    FROM sent AS s
    JOIN decision AS d USING (authority_key, number_key)
    LEFT JOIN filed AS f USING (authority_key, number_key)
    LEFT JOIN unnamed AS n USING (authority_key, number_key)
    LEFT JOIN rule.due AS u ON u.clock = 'police_review' AND u.day = d.start_on
    LEFT JOIN rule.due AS x ON x.clock = 'police_review_complex' AND x.day = d.start_on
    LEFT JOIN rule.clock AS k ON k.id = 'police_review' AND d.start_on >= k.from_on AND (k.to_on IS NULL OR d.start_on <= k.to_on)
    CROSS JOIN known.run AS r
    -- Both records of a merged authority are one subject: the later one stands for it.
    QUALIFY row_number() OVER (PARTITION BY s.authority_key, s.number_key ORDER BY s.start_on DESC, s.record_id) = 1
),
decided AS (
    SELECT
        *,
        coalesce(decided_on, as_of) AS until_on,
        CASE
            WHEN police_decision = '转送' AND decided_on IS NULL THEN 'excluded:handed_on'
            WHEN due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN decided_on IS NULL AND police_decision IS NOT NULL THEN 'insufficient:decision_date_missing'
            WHEN coalesce(decided_on, as_of) <= due_on THEN 'clear:'
            WHEN decided_on IS NULL AND is_uncovered THEN 'not_computable:'
            ELSE 'flagged:'
        END AS verdict
    FROM timed
)
SELECT
    'transfer' AS subject_kind,
    d.record_id AS subject_id,
    d.transfer_no AS subject_no,
    [d.transfer_no] AS related_nos,
    coalesce(d.to_authority, d.authority) AS authority,
    y.party_id,
    d.party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.start_on)), year(d.start_on))]
        WHEN 'decision_date_missing' THEN ['police_decided_on']
    END AS missing,
    d.suspected_offence AS offence,
    NULL AS rule_version,
    d.basis AS legal_basis,
    'review_days' AS measure,
    d.until_on - d.start_on AS value,
    '日' AS unit,
    d.amount AS threshold,
    (d.until_on - d.start_on) / d.amount::DOUBLE AS margin,
    1.0 AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN '公安机关已转送其他机关处理'
        WHEN 'insufficient' THEN '缺少计算审查期限所需的日期或日历'
        WHEN 'not_computable' THEN '该期间的公安立案数据未接入，不能以“未见决定”为据'
        WHEN 'clear' THEN CASE WHEN d.decided_on IS NULL THEN '公安机关应于' || x_day_zh(d.due_on) || '前作出立案或者不予立案的决定'
            || CASE WHEN d.is_receipt_assumed THEN '（未录入签收日期，自移送之日起算）' ELSE '' END END
        ELSE
            CASE WHEN d.is_receipt_assumed THEN x_day_zh(d.start_on) || '移送公安机关（未录入签收日期，按移送当日接受计算），应于'
                 ELSE '公安机关' || x_day_zh(d.start_on) || '接受移送，应于' END
            || x_day_zh(d.due_on) || '前决定是否立案，'
            || coalesce(x_day_zh(d.decided_on) || '才作出决定', '截至' || x_day_zh(d.as_of) || '未见决定')
            || '，逾期' || (d.until_on - d.due_on) || '日（其间工作日'
            || (SELECT count(*) FROM rule.calendar AS c WHERE c.is_working AND c.day > d.start_on AND c.day <= d.until_on)
            || '日，' || d.basis || '）'
            || CASE WHEN d.until_on > d.complex_due_on THEN '，已超过重大、复杂案件的最长期限' ELSE '' END || '。'
            || coalesce('同一当事人' || x_day_zh(d.unnamed_on) || '另有立案记录' || d.unnamed_no || '，未载明移送书文号，须核对是否即为本案。', '')
    END AS reason_zh,
    d.due_on AS occurred_on,
    d.known_on,
    [{feed: 'transfer', record_id: d.record_id}]
        || CASE WHEN d.police_record IS NULL THEN [] ELSE [{feed: 'police_case', record_id: d.police_record}] END AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE WHEN d.until_on > d.complex_due_on THEN 'high' END AS severity,
    CASE WHEN d.decided_on IS NULL AND d.police_decision IS NULL THEN d.due_on END AS due_on
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'transfer' AND y.record_id = d.record_id
UNION ALL BY NAME
-- The body's habit, beside the single case: a statistical lead on the authority.
SELECT
    s.* EXCLUDE (model, cases, hits, compared_zh, untested_zh),
    'refusal_share' AS measure,
    CASE s.outcome
        WHEN 'flagged' THEN '统计提示：' || s.authority || '对移送认定事实达到追诉标准的' || s.cases || '件中' || s.hits || '件不予立案' || s.compared_zh
        WHEN 'insufficient' THEN s.untested_zh
    END AS reason_zh
FROM fact.statistic_lead AS s
WHERE s.model = 'f03_police_decision_overdue'
