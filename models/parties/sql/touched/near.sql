-- Records with figures that changed in any way, and those that share one with them: between these, pairs that tell
-- the same figures may be others.
WITH seed AS (
    SELECT feed, record_id FROM changed_facet
    UNION SELECT feed, record_id FROM changed_resolved
    UNION SELECT feed, record_id FROM changed_rare_figure
    UNION SELECT feed, record_id FROM party_fresh
),
told AS (
    SELECT feed, record_id, unnest(figures) AS figure FROM party.rare_figure
),
meeting AS (
    SELECT figure FROM told SEMI JOIN seed USING (feed, record_id)
    UNION
    SELECT unnest(figures) FROM changed_rare_figure
)
SELECT feed, record_id FROM seed
UNION
SELECT feed, record_id FROM told SEMI JOIN meeting USING (figure)
