-- Two events whose dates cannot be so: inside one record, or in two records of which one names the other.
-- Times of day are compared only where both are known.
WITH inside AS (
    SELECT b.feed, b.record_id, b.feed AS other_feed, b.record_id AS other_record, NULL AS via,
           a.state AS earlier, b.state AS later, a.zh AS earlier_zh, b.zh AS later_zh,
           b."column" AS later_column,
           a.happened_on AS earlier_on, b.happened_on AS later_on,
           a.happened_at AS earlier_at, b.happened_at AS later_at, b.place - a.place AS steps
    FROM flow.event AS b
    JOIN flow.event AS a ON a.feed = b.feed AND a.record_id = b.record_id
    JOIN flow.never_before AS n ON n.earlier = a.state AND n.later = b.state
    -- Inside one record nothing else can fit, so what is in order need not be looked at.
    WHERE a.happened_on > b.happened_on OR a.happened_at > b.happened_at
),
named AS (
    SELECT feed, record_id, to_feed, to_record, via FROM flow.reference
    UNION ALL
    SELECT to_feed, to_record, feed, record_id, via FROM flow.reference
),
across AS (
    SELECT b.feed, b.record_id, a.feed, a.record_id, k.via, a.state, b.state, a.zh, b.zh, b."column",
           a.happened_on, b.happened_on, a.happened_at, b.happened_at, b.place - a.place
    FROM named AS k
    JOIN flow.event AS b ON b.feed = k.feed AND b.record_id = k.record_id
    JOIN flow.event AS a ON a.feed = k.to_feed AND a.record_id = k.to_record
    JOIN flow.never_before AS n ON n.earlier = a.state AND n.later = b.state
    WHERE k.feed <> k.to_feed OR k.record_id <> k.to_record
),
compared AS (
    SELECT *, coalesce(later_at < earlier_at, later_on < earlier_on) AS is_impossible
    FROM (SELECT * FROM inside UNION ALL SELECT * FROM across)
)
SELECT
    c.*,
    -- A number that several records bear: one of them fits, so the paper means that one.
    c.via IS NOT NULL AND EXISTS (
        SELECT 1 FROM compared AS o
        WHERE o.feed = c.feed AND o.record_id = c.record_id AND o.via = c.via AND o.earlier = c.earlier
          AND o.later = c.later AND o.is_impossible IS NOT TRUE AND o.other_record <> c.other_record
    ) AS is_other_fitting
FROM compared AS c
WHERE c.is_impossible
