-- The figures of these, and of those that share one with them: whether a pair has one party on either side rests on
-- the other pairs of both.
WITH told AS (
    SELECT feed, record_id, unnest(figures) AS figure FROM party.rare_figure
),
near AS (
    SELECT figure FROM told SEMI JOIN touched_near USING (feed, record_id)
)
SELECT DISTINCT figure FROM told SEMI JOIN (SELECT feed, record_id FROM told SEMI JOIN near USING (figure)) USING (feed, record_id)
