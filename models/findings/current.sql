-- This run's findings with their evidence: the cited rows (file, sheet, row, fields), the measures, the
-- links that were weighed, the exceptions that were tested and what the score is made of.
WITH cited AS (
    SELECT r.finding_id, s.*
    FROM (SELECT finding_id, unnest(sources) AS cite FROM finding.ranked) AS r
    JOIN finding.source AS s ON s.feed = r.cite.feed AND s.record_id = r.cite.record_id
),
source_json AS (
    SELECT
        finding_id,
        to_json(list({
            feed: feed, record_id: record_id, no: no, source: source, file: file, sheet: sheet, row: row,
            fields: fields::JSON
        } ORDER BY feed, no, record_id)) AS sources_json
    FROM cited
    GROUP BY finding_id
),
-- A sum over the records of a party is told by its parts: what each record cited says of the deciding measure.
-- Of an offence only what it looks at is told, what that was derived from, and what belongs to no offence: that a
-- text of fraud would be so much turnover in another case is nothing to the reader.
charged AS (
    SELECT finding_id, split_part(rule_version, '@', 1) AS code
    FROM finding.ranked
    WHERE model_class = 'rule' AND rule_version IS NOT NULL
    UNION ALL
    SELECT r.finding_id, o.code
    FROM finding.ranked AS r
    JOIN rule.offence AS o ON o.name = r.offence
    WHERE r.model_class = 'rule' AND r.rule_version IS NULL
),
looked_at AS (
    SELECT DISTINCT c.finding_id, l.measure
    FROM charged AS c
    JOIN rule.offence_measure AS l ON l.offence = c.code
),
own AS (
    SELECT
        r.finding_id, m.*,
        coalesce(h.finding_id IS NULL OR l.measure IS NOT NULL OR k.measure IS NULL
            OR list_contains(regexp_extract_all(r.measure, '[a-z_]+'), m.measure), FALSE) AS is_looked_at
    FROM finding.ranked AS r
    JOIN fact.measure_source AS m ON m.feed = r.subject_kind AND m.record_id = r.subject_id AND m.is_used
    LEFT JOIN (SELECT DISTINCT finding_id FROM looked_at) AS h ON h.finding_id = r.finding_id
    LEFT JOIN looked_at AS l ON l.finding_id = r.finding_id AND l.measure = m.measure
    LEFT JOIN (SELECT DISTINCT measure FROM rule.offence_measure) AS k ON k.measure = m.measure
),
rested_on AS (
    SELECT DISTINCT finding_id, unnest(regexp_extract_all(origin, '[a-z_]+')) AS measure
    FROM own
    WHERE is_looked_at AND starts_with(origin, 'derived')
),
measured AS (
    SELECT o.* EXCLUDE (is_looked_at), NULL AS no
    FROM own AS o
    LEFT JOIN rested_on AS d ON d.finding_id = o.finding_id AND d.measure = o.measure
    WHERE o.is_looked_at OR d.measure IS NOT NULL
    UNION ALL
    SELECT r.finding_id, m.*, c.no
    FROM finding.ranked AS r
    JOIN cited AS c ON c.finding_id = r.finding_id
    JOIN fact.measure_source AS m ON m.feed = c.feed AND m.record_id = c.record_id AND m.is_used
    WHERE r.subject_kind = 'party' AND EXISTS (
        -- The deciding measure itself, and what it was derived from.
        FROM fact.measure_source AS d
        WHERE d.feed = m.feed AND d.record_id = m.record_id AND d.is_used
          AND list_contains(regexp_extract_all(r.measure, '[a-z_]+'), d.measure)
          AND (d.measure = m.measure
               OR starts_with(d.origin, 'derived') AND list_contains(regexp_extract_all(d.origin, '[a-z_]+'), m.measure))
    )
),
measure_json AS (
    SELECT
        finding_id,
        to_json(list({
            measure: measure, value: lo, upto: hi, origin: origin, span: span, feed: feed, record_id: record_id, no: no
        } ORDER BY no, record_id, measure, origin)) AS measures_json
    FROM measured
    GROUP BY finding_id
)
SELECT
    r.* EXCLUDE (sources, links, exceptions, components),
    CAST(json_object(
        'sources', coalesce(s.sources_json, '[]'::JSON),
        'measures', coalesce(m.measures_json, '[]'::JSON),
        'links', coalesce(r.links, '[]')::JSON,
        'exceptions', coalesce(r.exceptions, '[]')::JSON,
        'score', r.components
    ) AS VARCHAR) AS evidence
FROM finding.ranked AS r
LEFT JOIN source_json AS s USING (finding_id)
LEFT JOIN measure_json AS m USING (finding_id)
