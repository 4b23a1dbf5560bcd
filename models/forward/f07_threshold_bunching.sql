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
  某机关某罪名的处罚案件，认定数额恰在追诉标准之下的，显著多于紧邻其下同宽区间的（单侧二项检验，
  以其他机关的比例与一半中较大者为基准，多重比较按 Benjamini–Hochberg 校正），样本数不少于下限。
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
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'band') AS band,
        max(value) FILTER (WHERE id = 'least_cases')::INTEGER AS least_cases,
        max(value) FILTER (WHERE id = 'false_discovery') AS false_discovery,
        max(value) FILTER (WHERE id = 'placebo_low') AS placebo_low,
        max(value) FILTER (WHERE id = 'placebo_high') AS placebo_high
    FROM rule.parameter
    WHERE model = 'f07_threshold_bunching'
),
-- Cases that went to the police are in no penalty feed; the two bands below a line are alike in that.
ratio AS (
    SELECT
        coalesce(a.authority_key, x_name(p.authority)) AS authority_key,
        p.authority,
        l.offence_name,
        l.offence,
        l.margin,
        p.decision_no,
        p.record_id,
        p.decided_on,
        p.known_on,
        l.rule_version
    FROM fact.lead AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    LEFT JOIN party.authority AS a ON a.name_key = x_name(p.authority)
    WHERE l.feed = 'penalty' AND l.value IS NOT NULL AND p.revoked_on IS NULL
      -- An amount above the line of a route that fails for another reason says nothing about bunching.
      AND (l.outcome = 'met') = (l.margin >= 1)
),
line AS (
    SELECT 'line' AS name, 1.0 AS at FROM setting
    UNION ALL SELECT 'placebo_low', placebo_low FROM setting
    UNION ALL SELECT 'placebo_high', placebo_high FROM setting
),
counted AS (
    SELECT
        r.authority_key, r.offence, n.name,
        count(*) FILTER (WHERE r.margin >= n.at * (1 - s.band) AND r.margin < n.at) AS below,
        count(*) FILTER (WHERE r.margin >= n.at * (1 - 2 * s.band) AND r.margin < n.at * (1 - s.band)) AS further
    FROM ratio AS r
    CROSS JOIN line AS n
    CROSS JOIN setting AS s
    GROUP BY r.authority_key, r.offence, n.name
),
based AS (
    SELECT
        *,
        below + further AS cases,
        -- A smooth density has at most half of the two bands in the upper one, unless the peers have more.
        greatest(0.5, coalesce(
            (sum(below) OVER w - below) / nullif((sum(below + further) OVER w - below - further)::DOUBLE, 0), 0.5)) AS expected
    FROM counted
    WINDOW w AS (PARTITION BY offence, name)
),
tested AS (
    SELECT
        *,
        -- P(X >= below) for X binomial(cases, expected).
        CASE
            WHEN below = 0 THEN 1.0
            WHEN expected >= 1 THEN 1.0
            ELSE least(1.0, list_sum(list_transform(range(below, cases + 1), lambda k:
                exp(lgamma(cases + 1) - lgamma(k + 1) - lgamma(cases - k + 1) + k * ln(expected) + (cases - k) * ln(1 - expected)))))
        END AS p_value
    FROM based
),
ordered AS (
    SELECT
        t.*,
        s.least_cases, s.false_discovery, s.band, s.placebo_low, s.placebo_high,
        CASE WHEN cases >= s.least_cases THEN row_number() OVER (
            PARTITION BY name, cases >= s.least_cases ORDER BY p_value, authority_key, offence) END AS place,
        count(*) FILTER (WHERE cases >= s.least_cases) OVER (PARTITION BY name) AS tests
    FROM tested AS t
    CROSS JOIN setting AS s
),
adjusted AS (
    -- Benjamini–Hochberg: the smallest p × tests / place from this place on.
    SELECT
        *,
        CASE WHEN place IS NOT NULL THEN least(1.0, min(p_value * tests / place) OVER (
            PARTITION BY name, place IS NULL ORDER BY place ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)) END AS q_value
    FROM ordered
),
wide AS (
    SELECT
        l.*,
        lo.below AS low_below, lo.cases AS low_cases, lo.p_value AS low_p,
        hi.below AS high_below, hi.cases AS high_cases, hi.p_value AS high_p,
        CASE
            WHEN l.cases < l.least_cases THEN 'insufficient:too_few'
            WHEN l.q_value <= l.false_discovery THEN 'flagged:'
            ELSE 'clear:'
        END AS verdict
    FROM adjusted AS l
    JOIN adjusted AS lo ON lo.authority_key = l.authority_key AND lo.offence = l.offence AND lo.name = 'placebo_low'
    JOIN adjusted AS hi ON hi.authority_key = l.authority_key AND hi.offence = l.offence AND hi.name = 'placebo_high'
    WHERE l.name = 'line' AND l.cases > 0
),
told AS (
    SELECT
        r.authority_key, r.offence,
        any_value(r.authority ORDER BY r.decided_on DESC, r.record_id) AS authority,
        min(r.offence_name) AS offence_name,
        any_value(r.rule_version ORDER BY r.decided_on DESC, r.record_id) AS rule_version,
        list(r.decision_no ORDER BY r.decided_on, r.decision_no) FILTER (WHERE r.margin >= 1 - s.band AND r.margin < 1) AS nos,
        list({feed: 'penalty', record_id: r.record_id} ORDER BY r.decided_on, r.decision_no)
            FILTER (WHERE r.margin >= 1 - s.band AND r.margin < 1) AS sources,
        max(r.decided_on) AS decided_on,
        max(r.known_on) AS known_on
    FROM ratio AS r
    CROSS JOIN setting AS s
    GROUP BY r.authority_key, r.offence
)
SELECT
    'authority' AS subject_kind,
    d.authority_key || '|' || d.offence AS subject_id,
    t.authority || '｜' || t.offence_name AS subject_no,
    t.nos AS related_nos,
    t.authority,
    NULL AS party_id,
    NULL AS party_name,
    NULL AS credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    nullif(split_part(d.verdict, ':', 2), '') AS reason_code,
    CASE WHEN d.verdict = 'insufficient:too_few' THEN ['cases'] END AS missing,
    t.offence_name AS offence,
    t.rule_version,
    n.basis AS legal_basis,
    'share_below_line' AS measure,
    d.below / d.cases::DOUBLE AS value,
    '比例' AS unit,
    d.expected AS threshold,
    d.below / d.cases::DOUBLE / d.expected AS margin,
    1 - d.q_value AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'flagged' THEN
            '统计提示：' || t.authority || '的' || t.offence_name || '类处罚，标准之下' || x_figure_zh(d.band * 100) || '%区间有' || d.below
            || '件，紧邻其下同宽区间有' || (d.cases - d.below) || '件；按' || x_figure_zh(round(d.expected * 100)) || '%的基准，单侧二项检验p='
            || x_figure_zh(round(d.p_value, 4)) || '，校正后q=' || x_figure_zh(round(d.q_value, 4)) || '（n=' || d.cases || '）。安慰剂线：'
            || x_figure_zh(d.placebo_low) || '倍处' || d.low_below || '/' || d.low_cases || '（p=' || x_figure_zh(round(d.low_p, 2)) || '），'
            || x_figure_zh(d.placebo_high) || '倍处' || d.high_below || '/' || d.high_cases || '（p=' || x_figure_zh(round(d.high_p, 2)) || '）。'
        WHEN 'insufficient' THEN '标准附近仅' || d.cases || '件，少于' || d.least_cases || '件，不作检验'
    END AS reason_zh,
    t.decided_on AS occurred_on,
    t.known_on,
    t.sources,
    NULL AS links,
    NULL AS exceptions
FROM wide AS d
JOIN told AS t USING (authority_key, offence)
LEFT JOIN rule.norm AS n ON n.model = 'f07_threshold_bunching'
