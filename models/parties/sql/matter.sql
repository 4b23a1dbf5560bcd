-- One round: each paper takes the first label among those with which it shares a number.
WITH of_number AS (
    SELECT s.no, min(m.matter) AS matter
    FROM party_shared_number AS s
    JOIN party_matter AS m USING (feed, record_id)
    GROUP BY s.no
)
SELECT s.feed, s.record_id, min(o.matter) AS matter
FROM party_shared_number AS s
JOIN of_number AS o USING (no)
GROUP BY s.feed, s.record_id
