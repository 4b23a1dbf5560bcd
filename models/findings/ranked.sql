-- The flagged subjects of this run in the order in which they should be looked at.
-- Rules first by severity, inside a severity by a fused score; a statistical lead never outranks a rule
-- finding. Ties are broken by the stable id, so that the same inputs give the same list. The weights and what
-- they mean stand in weights.yaml.
WITH reached AS (
    SELECT
        f.*,
        CASE WHEN f.model_class <> 'rule' THEN 'statistical' WHEN u.unit IS NOT NULL THEN 'term' ELSE 'line' END AS kind,
        -- Every margin on one scale: amounts in lines, terms in the time that counts as much as a line.
        CASE
            WHEN f.margin IS NULL THEN s.without_line
            WHEN u.unit IS NOT NULL AND f.value IS NOT NULL AND f.threshold IS NOT NULL
                THEN 1 + greatest(f.value - f.threshold, 0)::DOUBLE / u.counts_as_line
            ELSE greatest(f.margin, 0)
        END AS reach,
        s.raises_severity,
        s.statistical_cap
    FROM finding.flagged AS f
    LEFT JOIN finding.unit AS u ON u.unit = f.unit
    CROSS JOIN finding.scale AS s
),
strong AS (
    SELECT *, certainty * reach / (1 + reach) AS strength FROM reached
),
part AS (
    SELECT finding_id, 0 AS place, model, kind AS component, strength FROM strong
    UNION ALL
    -- What further models say of the same subject.
    SELECT m.finding_id, 1, o.model, CASE WHEN o.kind = 'statistical' THEN 'further_statistical' ELSE 'further_rule' END, o.strength
    FROM strong AS m
    JOIN strong AS o ON o.subject_kind = m.subject_kind AND o.subject_id = m.subject_id AND o.model <> m.model
),
fused AS (
    SELECT
        p.finding_id,
        -- Noisy-or, in a fixed order: a sum of floating points depends on it.
        1 - list_reduce(list(1 - w.weight * p.strength ORDER BY p.place, p.model), lambda a, b: a * b) AS score,
        to_json(list({component: p.component, zh: w.zh, model: p.model, p: round(p.strength, 6), weight: w.weight}
                ORDER BY p.place, p.model)) AS components
    FROM part AS p
    JOIN finding.weight AS w USING (component)
    GROUP BY p.finding_id
),
graded AS (
    SELECT
        s.* EXCLUDE (kind, reach, raises_severity, statistical_cap, strength, card_severity),
        round(CASE WHEN s.kind = 'statistical' THEN least(f.score, s.statistical_cap) ELSE f.score END, 6) AS score,
        f.components,
        ['low', 'medium', 'high'][least(
            list_position(['low', 'medium', 'high'], s.card_severity)
            + (s.kind <> 'statistical' AND s.margin IS NOT NULL AND s.reach >= s.raises_severity)::INTEGER, 3)] AS severity
    FROM strong AS s
    JOIN fused AS f USING (finding_id)
)
SELECT
    *,
    row_number() OVER (
        ORDER BY (model_class <> 'rule')::INTEGER, list_position(['high', 'medium', 'low'], severity), score DESC,
                 margin DESC NULLS LAST, finding_id
    ) AS rank
FROM graded
