-- The offence that leads a transfer: on the facts as transferred, or as the agency itself established them in
-- the same case; what reaches furthest stands for both.
WITH told AS (
    SELECT record_id AS transfer_id, l.*
    FROM fact.lead AS l
    WHERE l.feed = 'transfer'
    UNION ALL
    SELECT a.record_id, l.*
    FROM fact.answer AS a
    JOIN fact.lead AS l ON l.feed = a.to_feed AND l.record_id = a.to_record
    WHERE a.feed = 'transfer' AND a.is_sure
)
SELECT *
FROM told
QUALIFY row_number() OVER (
    PARTITION BY transfer_id
    ORDER BY (exclusion IS NOT NULL)::INTEGER DESC, list_position(['met', 'unmet', 'unknown'], outcome),
             margin DESC NULLS LAST, feed, record_id
) = 1
