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
measure_json AS (
    SELECT
        r.finding_id,
        to_json(list({
            measure: m.measure, value: m.lo, upto: m.hi, origin: m.origin, span: m.span
        } ORDER BY m.measure, m.origin)) AS measures_json
    FROM finding.ranked AS r
    JOIN fact.measure_source AS m ON m.feed = r.subject_kind AND m.record_id = r.subject_id AND m.is_used
    GROUP BY r.finding_id
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
