-- The latest word of an analyst on two parties. A verdict names two records and holds for every record of the same
-- two parties; where both are one party today, "different" holds for the two records alone.
WITH latest AS (
    SELECT *
    FROM party.judgement
    QUALIFY row_number() OVER (
        PARTITION BY least(a_feed || a_record, b_feed || b_record), greatest(a_feed || a_record, b_feed || b_record)
        ORDER BY judged_at DESC, judgement_id DESC
    ) = 1
),
carried AS (
    SELECT feed, record_id, coalesce(person_id, party_id) AS party FROM party_settled
),
named AS (
    SELECT j.*, a.party AS a_party, b.party AS b_party
    FROM latest AS j
    JOIN carried AS a ON a.feed = j.a_feed AND a.record_id = j.a_record
    JOIN carried AS b ON b.feed = j.b_feed AND b.record_id = j.b_record
),
both_ways AS (
    SELECT judgement_id, verdict, judged_at, judged_by, note, a_party, b_party, a_feed, a_record, b_feed, b_record FROM named
    UNION ALL
    SELECT judgement_id, verdict, judged_at, judged_by, note, b_party, a_party, b_feed, b_record, a_feed, a_record FROM named
)
SELECT
    a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record,
    j.verdict, j.judged_at, j.judged_by, j.note
FROM both_ways AS j
JOIN carried AS a ON a.party = j.a_party AND a.feed IN ('penalty', 'admin_case')
JOIN carried AS b ON b.party = j.b_party
 AND b.feed IN ('transfer', 'police_case', 'prosecution', 'judgment', 'procuratorial_document')
WHERE j.a_party <> j.b_party
   OR (a.feed = j.a_feed AND a.record_id = j.a_record AND b.feed = j.b_feed AND b.record_id = j.b_record)
QUALIFY row_number() OVER (
    PARTITION BY a.feed, a.record_id, b.feed, b.record_id ORDER BY j.judged_at DESC, j.judgement_id DESC
) = 1
