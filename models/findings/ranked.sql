-- The flagged subjects of this run in the order in which they should be looked at.
-- Rules first by severity, inside a severity by a fused score; a statistical lead never outranks a high
-- rule finding. Ties are broken by the stable id, so that the same inputs give the same list.
WITH scored AS (
    SELECT
        f.*,
        -- margin / (1 + margin): exactly at the line one half, ten times the line 0.91. A conduct offence
        -- has no line to be measured against and stands where three times the line would.
        f.certainty * coalesce(f.margin / (1 + f.margin), 0.75) AS strength,
        count(*) OVER (PARTITION BY f.subject_kind, f.subject_id) AS models_on_subject
    FROM finding.flagged AS f
),
fused AS (
    SELECT
        *,
        -- Noisy-or of the rule's strength and of the agreement of further models on the same subject.
        round(1 - (1 - 0.95 * strength) * pow(0.9, models_on_subject - 1), 6) AS score,
        list_position(['low', 'medium', 'high'], card_severity)
            + CASE WHEN margin >= 5 THEN 1 ELSE 0 END AS level
    FROM scored
)
SELECT
    * EXCLUDE (strength, models_on_subject, level, card_severity),
    ['low', 'medium', 'high'][least(level, 3)] AS severity,
    row_number() OVER (
        ORDER BY (model_class <> 'rule')::INTEGER, least(level, 3) DESC, score DESC, margin DESC NULLS LAST, finding_id
    ) AS rank
FROM fused
