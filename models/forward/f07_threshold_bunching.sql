/*card
id: f07_threshold_bunching
title_zh: 卡线
title_en: Amounts bunched just below the line
model_class: statistical
failure_mode: 行政违法
subject: authority
severity: low
feeds: [penalty]
absence_of: []
legal_basis:
  - {law: 行政处罚法, article: 第5条、第40条}
condition_zh: >-
  某机关某罪名的处罚案件，认定数额恰在追诉标准之下的，显著多于紧邻其下同宽区间的：既多于平滑密度下的一半（单侧二项检验），
  又多于其他机关的比例（Fisher 精确检验），取较大的p，按 Benjamini–Hochberg 校正；样本数不少于下限，并列出安慰剂线。
risk_zh: 数额可能被有意认定在标准以下，使案件不必移送。
excluded: {}
insufficient:
  too_few: 标准附近的案件太少，不能检验
parameters:
  - {id: band, zh: 标准之下的区间宽度, unit: 比例, default: 0.1, source: 产品设定, date: 2026-11-24}
  - {id: least_cases, zh: 检验所需的最少案件数, unit: 件, default: 10, source: 产品设定, date: 2026-11-24}
  - {id: false_discovery, zh: 允许的错误发现率, unit: 比例, default: 0.1, source: Benjamini–Hochberg（1995）, date: 2026-11-24}
  - {id: placebo_low, zh: 安慰剂线（低）, unit: 比例, default: 0.7, source: 产品设定, date: 2026-11-24}
  - {id: placebo_high, zh: 安慰剂线（高）, unit: 比例, default: 1.3, source: 产品设定, date: 2026-11-24}
known_false_positives:
  - 单价与件数使数额自然聚集在整数附近
  - 达到标准的案件已依法移送，不在处罚数据中
clears_if_zh: 复核标准之下案件的数额认定依据
owner: 刑事检察与行政检察线索组
version: 1.0.0
*/
SELECT
    'authority' AS subject_kind,
    d.body_key || '|' || d.topic AS subject_id,
    d.body || '｜' || d.topic AS subject_no,
    coalesce(d.nos, []) AS related_nos,
    d.body AS authority,
    NULL AS party_id,
    NULL AS party_name,
    NULL AS credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:too_few' THEN ['cases'] END AS missing,
    d.topic AS offence,
    NULL AS rule_version,
    n.basis AS legal_basis,
    'share_below_line' AS measure,
    d.share AS value,
    '比例' AS unit,
    d.expected AS threshold,
    d.share / d.expected AS margin,
    1 - coalesce(d.q_value, 1) AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '统计提示：' || d.body || '的' || d.topic || '类处罚，标准之下' || x_figure_zh(s.band * 100) || '%区间有' || d.hits
            || '件，紧邻其下同宽区间有' || (d.cases - d.hits) || '件，'
            || coalesce('其他机关在前一区间的比例为' || x_figure_zh(round(d.peers_share * 100)) || '%', '没有其他机关的同类案件可比') || '；' || d.test_zh
        WHEN 'insufficient' THEN '标准附近仅' || d.cases || '件，少于' || d.least_cases || '件，不作检验'
    END AS reason_zh,
    d.told_on AS occurred_on,
    d.known_on,
    coalesce(d.sources, []) AS sources,
    NULL AS links,
    NULL AS exceptions
FROM fact.statistic AS d
CROSS JOIN (SELECT value AS band FROM rule.parameter WHERE model = 'f07_threshold_bunching' AND id = 'band') AS s
LEFT JOIN rule.norm AS n ON n.model = 'f07_threshold_bunching'
WHERE d.model = 'f07_threshold_bunching'
