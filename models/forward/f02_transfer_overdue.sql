/*card
id: f02_transfer_overdue
title_zh: 逾期移送
title_en: Transfer overdue
model_class: rule
failure_mode: 有案不移
subject: transfer
severity: medium
feeds: [transfer]
absence_of: []
legal_basis:
  - {law: 行政执法机关移送涉嫌犯罪案件的规定（国务院令第310号，2020年修订）, article: 第5条}
condition_zh: >-
  涉嫌犯罪案件自提出移送书面报告起，超过法定日数才作出是否移送的决定（或者至今未决定）；或者批准移送后，
  超过法定小时数才移送（或者至今未移送）。
risk_zh: 移送迟延使证据灭失、涉案人员与财物转移，是应移不移的前兆。
excluded: {}
insufficient:
  dates_missing: 缺少提请、审批或者移送的日期
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 只录入日期未录入时刻的，按次日内移送计算，可能漏报
  - 报告日期误录为案件调查终结日期
deadline_measures: [sending_hours, approval_days]
clears_if_zh: 提供移送审批表、移送书回执，证明在期限内决定并移送，或者更正日期
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
WITH sent AS (
    SELECT
        t.*,
        t.approved_on::DATE AS approved_day,
        t.transferred_on::DATE AS transferred_day,
        -- Midnight is a date without a time.
        t.approved_on > t.approved_on::DATE AND t.transferred_on > t.transferred_on::DATE AS is_timed,
        r.as_of
    FROM known.transfer AS t
    CROSS JOIN known.run AS r
    WHERE t.kind = '涉嫌犯罪'
),
termed AS (
    SELECT
        s.*,
        a.due_on AS approval_due_on,
        ka.amount AS approval_days,
        ka.basis AS approval_basis,
        d.due_on AS sending_due_on,
        kd.amount AS sending_hours,
        kd.basis AS sending_basis,
        coalesce(s.approved_day, s.transferred_day, s.as_of) AS approval_until,
        coalesce(s.transferred_day, s.as_of) AS sending_until,
        date_diff('minute', s.approved_on, s.transferred_on) AS minutes
    FROM sent AS s
    LEFT JOIN rule.due AS a ON a.clock = 'transfer_approval' AND a.day = s.reported_on
    LEFT JOIN rule.clock AS ka ON ka.id = 'transfer_approval' AND s.reported_on >= ka.from_on
        AND (ka.to_on IS NULL OR s.reported_on <= ka.to_on)
    LEFT JOIN rule.due AS d ON d.clock = 'transfer_sending' AND d.day = s.approved_day
    LEFT JOIN rule.clock AS kd ON kd.id = 'transfer_sending' AND s.approved_day >= kd.from_on
        AND (kd.to_on IS NULL OR s.approved_day <= kd.to_on)
),
late AS (
    SELECT
        *,
        approval_until > approval_due_on AS is_approval_late,
        -- Refused: nothing is to be sent.
        CASE
            WHEN coalesce(approval, '') = '不批准' THEN FALSE
            WHEN is_timed THEN minutes > sending_hours * 60
            ELSE sending_until > sending_due_on
        END AS is_sending_late,
        (approval_until - reported_on)::DOUBLE AS approval_taken,
        CASE WHEN is_timed THEN minutes / 60.0 ELSE (sending_until - approved_day) * 24.0 END AS sending_taken
    FROM termed
),
decided AS (
    SELECT
        *,
        CASE
            WHEN is_approval_late OR is_sending_late THEN 'flagged:'
            WHEN reported_on IS NOT NULL AND approval_due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN reported_on IS NULL OR (approved_on IS NULL AND transferred_on IS NOT NULL) THEN 'insufficient:dates_missing'
            ELSE 'clear:'
        END AS verdict,
        coalesce(is_sending_late, FALSE)
        AND NOT (coalesce(is_approval_late, FALSE) AND approval_taken / approval_days > sending_taken / sending_hours) AS is_by_sending
    FROM late
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
    CASE split_part(d.verdict, ':', 2)
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.reported_on)), year(d.reported_on))]
        WHEN 'dates_missing' THEN list_filter([
            CASE WHEN d.reported_on IS NULL THEN 'reported_on' END,
            CASE WHEN d.approved_on IS NULL THEN 'approved_on' END
        ], lambda name: name IS NOT NULL)
    END AS missing,
    d.suspected_offence AS offence,
    NULL AS rule_version,
    CASE WHEN d.is_by_sending OR d.approved_on IS NOT NULL AND d.transferred_on IS NULL
         THEN d.sending_basis ELSE coalesce(d.approval_basis, d.sending_basis) END AS legal_basis,
    CASE WHEN d.is_by_sending THEN 'sending_hours' ELSE 'approval_days' END AS measure,
    CASE WHEN d.is_by_sending THEN d.sending_taken ELSE d.approval_taken END AS value,
    CASE WHEN d.is_by_sending THEN '小时' ELSE '日' END AS unit,
    CASE WHEN d.is_by_sending THEN d.sending_hours ELSE d.approval_days END AS threshold,
    CASE WHEN d.is_by_sending THEN d.sending_taken / d.sending_hours ELSE d.approval_taken / d.approval_days END AS margin,
    1.0 AS certainty,
    CASE
        WHEN split_part(d.verdict, ':', 1) = 'insufficient' THEN '缺少计算移送期限所需的日期或日历'
        ELSE
            CASE WHEN d.is_approval_late THEN
                d.authority || x_day_zh(d.reported_on) || '提请移送，应于' || x_day_zh(d.approval_due_on) || '前决定，'
                || coalesce(x_day_zh(d.approved_day) || '才作出决定', x_day_zh(d.transferred_day) || '才移送', '截至' || x_day_zh(d.as_of) || '未见决定')
                || '，逾期' || (d.approval_until - d.approval_due_on) || '日（其间工作日'
                || (SELECT count(*) FROM rule.calendar AS c WHERE c.is_working AND c.day > d.reported_on AND c.day <= d.approval_until)
                || '日，' || d.approval_basis || '）。' ELSE '' END
            || CASE WHEN d.is_sending_late THEN
                '批准移送（' || CASE WHEN d.is_timed THEN strftime(d.approved_on, '%Y年%-m月%-d日 %H:%M') ELSE x_day_zh(d.approved_day) END
                || '）后应在' || d.sending_hours || '小时内移送（最迟' || x_day_zh(d.sending_due_on) || '），'
                || CASE WHEN d.is_timed THEN strftime(d.transferred_on, '%Y年%-m月%-d日 %H:%M') || '移送，历时' || x_figure_zh(round(d.sending_taken, 1)) || '小时'
                        WHEN d.transferred_on IS NOT NULL THEN x_day_zh(d.transferred_day) || '移送，逾期' || (d.transferred_day - d.sending_due_on) || '日'
                        ELSE '截至' || x_day_zh(d.as_of) || '未见移送，逾期' || (d.as_of - d.sending_due_on) || '日' END
                || '（' || d.sending_basis || '）。' ELSE '' END
            || CASE WHEN d.verdict = 'clear:' THEN
                CASE WHEN d.approved_on IS NULL THEN '应于' || x_day_zh(d.approval_due_on) || '前决定是否移送'
                     WHEN d.transferred_on IS NULL THEN '应于' || x_day_zh(d.sending_due_on) || '前移送' ELSE '' END
               ELSE '' END
    END AS reason_zh,
    coalesce(d.transferred_day, d.approved_day, d.reported_on) AS occurred_on,
    d.known_on,
    [{feed: 'transfer', record_id: d.record_id}] AS sources,
    NULL AS links,
    NULL AS exceptions,
    CASE
        WHEN coalesce(d.approval, '') = '不批准' OR d.transferred_on IS NOT NULL THEN NULL
        WHEN d.approved_on IS NULL THEN d.approval_due_on
        ELSE d.sending_due_on
    END AS due_on
FROM decided AS d
LEFT JOIN party.resolved AS y ON y.feed = 'transfer' AND y.record_id = d.record_id
