-- Parties that analysts found to be one, each with the first of them: a verdict "same" makes them one everywhere.
WITH RECURSIVE latest AS (
    SELECT *
    FROM party.judgement
    QUALIFY row_number() OVER (
        PARTITION BY least(a_feed || a_record, b_feed || b_record), greatest(a_feed || a_record, b_feed || b_record)
        ORDER BY judged_at DESC, judgement_id DESC
    ) = 1
),
edge AS (
    SELECT coalesce(a.person_id, a.party_id) AS one, coalesce(b.person_id, b.party_id) AS other
    FROM latest AS j
    JOIN party_settled AS a ON a.feed = j.a_feed AND a.record_id = j.a_record
    JOIN party_settled AS b ON b.feed = j.b_feed AND b.record_id = j.b_record
    WHERE j.verdict = 'same'
),
reached AS (
    SELECT one, other FROM edge
    UNION SELECT other, one FROM edge
    UNION SELECT one, one FROM edge
    UNION SELECT other, other FROM edge
    UNION
    SELECT r.one, CASE WHEN e.one = r.other THEN e.other ELSE e.one END
    FROM reached AS r
    JOIN edge AS e ON r.other IN (e.one, e.other)
)
SELECT one AS party, min(other) AS merged
FROM reached
GROUP BY one
HAVING min(other) <> one OR count(*) > 1
