-- Records of the criminal side whose links may be others, or may be told of otherwise.
WITH changed AS (
    SELECT feed, record_id FROM party_changed
    UNION
    SELECT feed, record_id FROM changed_facet
    UNION
    SELECT feed, record_id FROM changed_resolved
),
renamed AS (
    SELECT row_id AS left_mention FROM party.person SEMI JOIN changed_namesake USING (name_key)
),
every AS (
    SELECT a_feed, a_record, b_feed, b_record FROM party.link
    UNION ALL
    SELECT a_feed, a_record, b_feed, b_record FROM party.pair
)
SELECT b_feed, b_record FROM every WHERE (a_feed, a_record) IN (SELECT (feed, record_id) FROM changed)
UNION
SELECT b_feed, b_record FROM every WHERE (b_feed, b_record) IN (SELECT (feed, record_id) FROM changed)
UNION
SELECT b_feed, b_record FROM party.link SEMI JOIN renamed USING (left_mention)
UNION
SELECT b_feed, b_record FROM party.link WHERE judged_by IS NOT NULL
UNION
SELECT b_feed, b_record FROM party_judged
