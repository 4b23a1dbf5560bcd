-- What to look at beside the top of the list, so that verdicts also say what the models miss: leads whose score is
-- nearest to one half, and penalties that no lead names, drawn at random inside every body and offence. The draw
-- is the same all week; weight is how many penalties of the stratum one drawn penalty stands for.
WITH week AS (
    SELECT strftime(as_of, '%G-%V') AS week, as_of, run_id FROM known.run
),
uncertain AS (
    SELECT
        finding_id, 'uncertain' AS sample, NULL::DOUBLE AS weight, model, model_version, subject_kind, subject_no,
        authority, party_name, offence, measure, value, unit, threshold, reason_zh, severity
    FROM finding.finding
    WHERE is_flagged AND model_class = 'rule'
    ORDER BY abs(score - 0.5), finding_id
    LIMIT (SELECT uncertain FROM finding.sampling)
),
named AS (
    SELECT DISTINCT cite.record_id
    FROM (SELECT unnest(sources) AS cite FROM finding.ranked)
    WHERE cite.feed = 'penalty'
),
unnamed AS (
    SELECT
        l.record_id, p.decision_no, p.authority, p.party_name, l.offence_name, l.measure, l.value, l.unit, l.threshold,
        l.outcome,
        md5(l.record_id || w.week) AS draw,
        row_number() OVER (PARTITION BY p.authority, l.offence ORDER BY md5(l.record_id || w.week)) AS turn,
        count(*) OVER (PARTITION BY p.authority, l.offence) AS stratum
    FROM fact.lead AS l
    JOIN known.penalty AS p ON p.record_id = l.record_id
    CROSS JOIN week AS w
    WHERE l.feed = 'penalty' AND l.record_id NOT IN (SELECT record_id FROM named)
),
drawn AS (
    -- Every stratum once before any of them twice.
    SELECT * FROM unnamed ORDER BY turn, draw LIMIT (SELECT random FROM finding.sampling)
),
random AS (
    SELECT
        left(md5('review_sample|' || record_id), 12) AS finding_id,
        'random' AS sample,
        stratum / count(*) OVER (PARTITION BY authority, offence_name)::DOUBLE AS weight,
        'review_sample' AS model, week AS model_version, 'penalty' AS subject_kind, decision_no AS subject_no,
        authority, party_name, offence_name AS offence, measure, value, unit, threshold,
        '可能涉及' || offence_name || CASE outcome
            WHEN 'met' THEN '，达到追诉标准，存在例外或者已有刑事记录'
            WHEN 'unknown' THEN '，现有事实不足以判断'
            ELSE '，未达到追诉标准'
        END || '；未列为线索，随机抽查是否遗漏' AS reason_zh,
        NULL::VARCHAR AS severity
    FROM drawn
    CROSS JOIN week
)
SELECT s.*, w.run_id
FROM (SELECT * FROM uncertain UNION ALL SELECT * FROM random) AS s
CROSS JOIN week AS w
