-- The latest word of an analyst on each two records, the newest first, with the parties of both as they are now.
WITH latest AS (
    SELECT *
    FROM party.judgement
    QUALIFY row_number() OVER (
        PARTITION BY least(a_feed || '|' || a_record, b_feed || '|' || b_record), greatest(a_feed || '|' || a_record, b_feed || '|' || b_record)
        ORDER BY judged_at DESC, judgement_id DESC
    ) = 1
)
SELECT
    j.judgement_id, j.verdict, j.judged_at, j.judged_by, j.note,
    j.a_feed, j.a_record, j.b_feed, j.b_record,
    j.a_feed || '|' || j.a_record AS a_paper,
    j.b_feed || '|' || j.b_record AS b_paper,
    coalesce(a.person_id, a.party_id) AS a_party,
    coalesce(b.person_id, b.party_id) AS b_party,
    a.party_id AS a_id,
    b.party_id AS b_id,
    row_number() OVER (ORDER BY j.judged_at DESC, j.judgement_id DESC) AS place
FROM latest AS j
JOIN party_settled AS a ON a.feed = j.a_feed AND a.record_id = j.a_record
JOIN party_settled AS b ON b.feed = j.b_feed AND b.record_id = j.b_record
