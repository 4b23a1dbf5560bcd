-- What the statistics say of an authority beside single cases, as the models that test them list it: a lead on a
-- habit, never on a case. The model adds its legal basis and what was counted.
SELECT
    s.model,
    'authority' AS subject_kind,
    s.body_key || '|' || s.topic AS subject_id,
    s.body || '｜' || s.topic AS subject_no,
    coalesce(s.nos, []) AS related_nos,
    s.body AS authority,
    split_part(s.verdict, ':', 1) AS outcome,
    nullif(split_part(s.verdict, ':', 2), '') AS reason_code,
    CASE s.verdict WHEN 'insufficient:too_few' THEN ['cases'] WHEN 'insufficient:no_peers' THEN ['peers'] END AS missing,
    n.basis AS legal_basis,
    s.share AS value,
    '比例' AS unit,
    s.expected AS threshold,
    s.share / nullif(s.expected, 0) AS margin,
    1 - coalesce(s.q_value, 1) AS certainty,
    s.cases,
    s.hits,
    '（' || x_figure_zh(round(s.share * 100)) || '%），其他机关为' || x_figure_zh(round(s.peers_share * 100)) || '%；' || s.test_zh AS compared_zh,
    CASE s.verdict
        WHEN 'insufficient:no_peers' THEN '没有其他机关可以比较，不作检验'
        WHEN 'insufficient:too_few' THEN '可供检验的案件仅' || s.cases || '件，少于' || s.least_cases || '件，不作检验'
    END AS untested_zh,
    s.told_on AS occurred_on,
    s.known_on,
    coalesce(s.sources, []) AS sources,
    'low' AS severity,
    'statistical' AS model_class
FROM fact.statistic AS s
LEFT JOIN rule.norm AS n ON n.model = s.model
