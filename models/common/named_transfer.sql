-- Which transfer each police case and each document of the procuratorate names. Authorities number alike: where
-- several of them bear the number, it is the one of the same party.
WITH naming AS (
    SELECT 'police_case' AS feed, record_id, transfer_no, suspect_name AS party_name
    FROM known.police_case
    WHERE transfer_no IS NOT NULL
    UNION ALL
    SELECT 'procuratorial_document', record_id, transfer_no, party_name
    FROM known.procuratorial_document
    WHERE transfer_no IS NOT NULL
)
SELECT n.feed, n.record_id, t.record_id AS transfer_id
FROM naming AS n
JOIN known.transfer AS t ON x_number(t.transfer_no) = x_number(n.transfer_no)
LEFT JOIN party.resolved AS y ON y.feed = n.feed AND y.record_id = n.record_id
LEFT JOIN party.resolved AS z ON z.feed = 'transfer' AND z.record_id = t.record_id
QUALIFY rank() OVER (
    PARTITION BY n.feed, n.record_id
    ORDER BY coalesce(x_name(n.party_name) = x_name(t.party_name) OR y.party_id = z.party_id, FALSE) DESC
) = 1
