-- One row per pair of records: the surest tier, else the highest score.
WITH scored AS (
    SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record,
           a.row_id AS left_mention, b.row_id AS right_mention,
           CASE WHEN s.name_degree = 2 AND s.others = 0 THEN 'person_name' ELSE 'statistical' END AS tier,
           -- How common names are in the calibration is made up: a bare name never makes a link sure; nor does one that
           -- differs by a sign with only one thing more, as brothers' names do.
           CASE
               WHEN s.others < CASE s.name_degree WHEN 2 THEN 1 ELSE 2 END
                   THEN least(x_calibrated(s.score), (SELECT value FROM party.setting WHERE id = 'bare_name_most'))
               ELSE x_calibrated(s.score)
           END AS probability,
           s.score
    FROM party_scored AS s
    JOIN party.facet AS a ON a.facet_id = s.left_facet
    JOIN party.facet AS b ON b.facet_id = s.right_facet
),
every AS (
    SELECT * FROM party_tier
    UNION ALL
    SELECT * FROM scored
    WHERE probability >= (SELECT value FROM party.setting WHERE id = 'least_probability')
)
SELECT *
FROM every
QUALIFY row_number() OVER (
    PARTITION BY a_feed, a_record, b_feed, b_record
    -- What a tier makes sure needs no score.
    ORDER BY (score IS NULL AND probability >= (SELECT value FROM party.setting WHERE id = 'sure_probability')) DESC,
             probability DESC, score DESC NULLS FIRST, tier, left_mention, right_mention
) = 1
