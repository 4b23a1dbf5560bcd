-- Which prosecution each document of the procuratorate is about: the case number it names (and the suspect, where
-- several are in the case), the number of the decision, else the same party in the only decision not to prosecute
-- before it.
WITH paper AS (
    SELECT d.*, p.party_id
    FROM known.procuratorial_document AS d
    LEFT JOIN party.resolved AS p ON p.feed = 'procuratorial_document' AND p.record_id = d.record_id
),
about AS (
    SELECT d.record_id, p.record_id AS pros_record, 1 AS place,
           d.party_name IS NULL OR x_name(d.party_name) = x_name(p.suspect_name)
               OR list_contains(x_listed_names(d.party_name), x_name(p.suspect_name))
               OR p.suspect_id_no = d.party_id_no AS is_named
    FROM paper AS d
    JOIN known.prosecution AS p ON x_number(p.pros_no) = x_number(d.pros_no)
    UNION ALL
    SELECT d.record_id, p.record_id, 2, TRUE
    FROM paper AS d
    JOIN known.prosecution AS p ON x_number(p.decision_no) = x_number(d.decision_no)
    UNION ALL
    SELECT d.record_id, p.record_id, 3, TRUE
    FROM paper AS d
    JOIN party.resolved AS r ON r.feed = 'prosecution' AND r.party_id = d.party_id
    JOIN known.prosecution AS p ON p.record_id = r.record_id AND p.decided_on <= d.issued_on
    WHERE d.pros_no IS NULL AND d.decision_no IS NULL AND p.decision LIKE '%不起诉'
    QUALIFY count(*) OVER (PARTITION BY d.record_id) = 1
)
SELECT DISTINCT a.record_id, a.pros_record
FROM about AS a
-- A case number without a fitting suspect still says which case: a misspelt name is no other person.
QUALIFY rank() OVER (PARTITION BY a.record_id ORDER BY (NOT a.is_named)::INTEGER, a.place) = 1
