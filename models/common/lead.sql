-- The offence that leads a record: met before open before below the line, without a statutory exclusion
-- before one with, the highest margin first; what else is met is named beside it.
WITH candidate AS (
    SELECT e.*, o.name AS offence_name, o.conduct, o.family
    FROM fact.evaluation AS e
    JOIN fact.candidate AS c USING (feed, record_id, offence)
    JOIN rule.offence AS o ON o.code = e.offence
    WHERE c.confidence >= (
            SELECT value FROM rule.parameter
            WHERE model = 'f01_penalty_instead_of_prosecution' AND id = 'candidate_confidence')
      AND e.outcome IN ('met', 'unknown', 'unmet')
)
SELECT * EXCLUDE (place)
FROM (
    SELECT *, row_number() OVER (
        PARTITION BY feed, record_id
        ORDER BY (exclusion IS NOT NULL)::INTEGER, list_position(['met', 'unknown', 'unmet'], outcome),
                 margin DESC NULLS LAST, offence
    ) AS place
    FROM candidate
)
WHERE place = 1
