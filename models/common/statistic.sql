-- The tests of f03, f07 and f12 per body and topic: Fisher's exact test against all other bodies, for amounts
-- also a binomial test against one half (a smooth density puts at most half of two bands into the upper one;
-- the larger p counts), corrected over all bodies tested (Benjamini–Hochberg); the placebo lines beside it.
WITH setting AS (
    SELECT
        model,
        max(value) FILTER (WHERE id = 'least_cases')::INTEGER AS least_cases,
        max(value) FILTER (WHERE id = 'false_discovery') AS false_discovery
    FROM rule.parameter
    GROUP BY model
),
counted AS (
    SELECT
        model, line, body_key, topic,
        count(*) FILTER (WHERE is_hit) AS hits,
        count(*) AS cases
    FROM fact.statistic_case
    GROUP BY ALL
),
compared AS (
    SELECT
        *,
        sum(hits) OVER w AS all_hits,
        sum(cases) OVER w AS all_cases,
        (sum(hits) OVER w - hits) / nullif(sum(cases) OVER w - cases, 0)::DOUBLE AS peers_share,
        CASE model WHEN 'f07_threshold_bunching' THEN 0.5 END AS smooth_share
    FROM counted
    WINDOW w AS (PARTITION BY model, line, topic)
),
tested AS (
    SELECT
        c.*,
        s.least_cases,
        s.false_discovery,
        -- Without peers and without a smooth density there is nothing to compare with.
        CASE WHEN cases >= s.least_cases THEN greatest(
            CASE WHEN peers_share IS NOT NULL
                 THEN x_fisher_tail(hits, cases, all_hits::BIGINT, all_cases::BIGINT) END,
            CASE WHEN smooth_share IS NOT NULL THEN x_binomial_tail(hits, cases, smooth_share) END
        ) END AS p_value
    FROM compared AS c
    JOIN setting AS s USING (model)
),
placed AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY model, line, p_value IS NULL ORDER BY p_value, body_key, topic) AS place,
        count(p_value) OVER (PARTITION BY model, line) AS tests
    FROM tested
),
adjusted AS (
    -- Benjamini–Hochberg: the smallest p × tests / place from this place on.
    SELECT
        *,
        CASE WHEN p_value IS NOT NULL THEN least(1.0, min(p_value * tests / place) OVER (
            PARTITION BY model, line, p_value IS NULL ORDER BY place ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        )) END AS q_value
    FROM placed
),
listed AS (
    SELECT
        model, body_key, topic,
        any_value(body ORDER BY told_on DESC, record_id) AS body,
        list(no ORDER BY told_on, no) FILTER (WHERE is_hit) AS nos,
        list({feed: feed, record_id: record_id} ORDER BY told_on, no, record_id) FILTER (WHERE is_hit) AS sources,
        max(told_on) AS told_on,
        max(known_on) AS known_on
    FROM fact.statistic_case
    WHERE line = 'line'
    GROUP BY ALL
)
SELECT
    l.model, l.body_key, l.topic, t.body, t.nos, t.sources, t.told_on, t.known_on,
    l.hits, l.cases, l.least_cases, l.peers_share, l.p_value, l.q_value, l.tests,
    greatest(l.peers_share, l.smooth_share) AS expected,
    l.hits / l.cases::DOUBLE AS share,
    CASE
        WHEN l.cases < l.least_cases THEN 'insufficient:too_few'
        WHEN l.p_value IS NULL THEN 'insufficient:no_peers'
        WHEN l.q_value <= l.false_discovery THEN 'flagged:'
        ELSE 'clear:'
    END AS verdict,
    CASE WHEN l.smooth_share IS NULL THEN 'Fisher精确检验（单侧）' ELSE '单侧二项检验与Fisher精确检验（取较大者）' END || x_chance_zh('p', l.p_value, 4) || '，对' || l.tests || '项检验校正后' || x_chance_zh('q', l.q_value, 4)
        || '（n=' || l.cases || '）。安慰剂线：' || coalesce(array_to_string(list_transform(p.placebos, lambda placebo:
            x_figure_zh(placebo.times) || '倍处' || placebo.hits || '/' || placebo.cases
            || coalesce('（' || x_chance_zh('p', placebo.p_value, 2) || '）', '（不足以检验）')), '，'), '处无案件') || '。' AS test_zh
FROM adjusted AS l
JOIN listed AS t USING (model, body_key, topic)
LEFT JOIN (
    SELECT a.model, a.body_key, a.topic,
           list({times: r.value, hits: a.hits, cases: a.cases, p_value: a.p_value} ORDER BY r.value) AS placebos
    FROM adjusted AS a
    JOIN rule.parameter AS r ON r.model = a.model AND r.id = a.line
    GROUP BY a.model, a.body_key, a.topic
) AS p USING (model, body_key, topic)
WHERE l.line = 'line'
