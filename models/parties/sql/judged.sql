-- What analysts' verdicts say of each pair of an administrative and a criminal record: the pair's own verdict, else
-- that on their parties. Two parties are different if some of those who are one with them were found different, and
-- the same if verdicts made them one.
WITH carried AS (
    SELECT s.feed, s.record_id, coalesce(s.person_id, s.party_id) AS party, coalesce(m.merged, s.person_id, s.party_id) AS whole,
           s.feed IN ('penalty', 'admin_case') AS is_administrative,
           s.feed IN ('transfer', 'police_case', 'prosecution', 'judgment', 'procuratorial_document') AS is_criminal
    FROM party_settled AS s
    LEFT JOIN party_merged AS m ON m.party = coalesce(s.person_id, s.party_id)
),
named AS (
    SELECT v.*, coalesce(m.merged, v.a_party) AS a_whole, coalesce(n.merged, v.b_party) AS b_whole
    FROM party_verdict AS v
    LEFT JOIN party_merged AS m ON m.party = v.a_party
    LEFT JOIN party_merged AS n ON n.party = v.b_party
),
both_ways AS (
    SELECT judgement_id, verdict, judged_at, judged_by, note, a_whole, b_whole, a_feed, a_record, b_feed, b_record FROM named
    UNION ALL
    SELECT judgement_id, verdict, judged_at, judged_by, note, b_whole, a_whole, b_feed, b_record, a_feed, a_record FROM named
),
every AS (
    SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record,
           j.judgement_id, j.verdict, j.judged_at, j.judged_by, j.note, 1 AS place
    FROM both_ways AS j
    JOIN carried AS a ON a.feed = j.a_feed AND a.record_id = j.a_record AND a.is_administrative
    JOIN carried AS b ON b.feed = j.b_feed AND b.record_id = j.b_record AND b.is_criminal
    UNION ALL
    SELECT a.feed, a.record_id, b.feed, b.record_id, j.judgement_id, j.verdict, j.judged_at, j.judged_by, j.note, 2
    FROM both_ways AS j
    JOIN carried AS a ON a.whole = j.a_whole AND a.is_administrative
    JOIN carried AS b ON b.whole = j.b_whole AND b.is_criminal
    WHERE CASE j.verdict WHEN 'different' THEN j.a_whole <> j.b_whole ELSE j.a_whole = j.b_whole AND a.party <> b.party END
)
SELECT a_feed, a_record, b_feed, b_record, verdict, judged_at, judged_by, note
FROM every
QUALIFY row_number() OVER (
    PARTITION BY a_feed, a_record, b_feed, b_record ORDER BY place, judged_at DESC, judgement_id DESC
) = 1
