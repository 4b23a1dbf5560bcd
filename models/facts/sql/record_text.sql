-- The texts of a record that are read for amounts and circumstances, in the order in which they are believed:
-- what was found before what was decided, and both before the name of the violation and remarks.
-- A number that a line of a form or page breaks in two (69,2 | 40.00元, 43 | 000元) is one: the break goes behind it, so
-- that every sign keeps its place.
WITH told AS (
    SELECT 'penalty' AS feed, record_id, 'facts' AS told_in, 1 AS place, facts AS text FROM known.penalty
    UNION ALL
    SELECT 'penalty', record_id, 'penalty_text', 2, penalty_text FROM known.penalty
    UNION ALL
    SELECT 'penalty', record_id, 'violation', 3, violation FROM known.penalty
    UNION ALL
    SELECT 'penalty', record_id, 'remark', 4, remark FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id, 'facts', 1, facts FROM known.admin_case
    UNION ALL
    SELECT 'admin_case', record_id, 'close_reason', 2, close_reason FROM known.admin_case
    UNION ALL
    SELECT 'admin_case', record_id, 'violation', 3, violation FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id, 'facts', 1, facts FROM known.transfer
    UNION ALL
    -- Of the cases of the police only those that were dropped are held against a line (f12).
    SELECT 'police_case', record_id, 'facts', 1, facts FROM known.police_case WHERE outcome IN ('撤案', '终止侦查')
)
SELECT
    * EXCLUDE (text),
    CASE
        WHEN regexp_matches(text, '[0-9０-９,.]\n[0-9０-９.]') THEN
            regexp_replace(
                regexp_replace(
                    regexp_replace(
                        text,
                        '(,(?:[0-9０-９]{2})?)\n([0-9０-９](?:[0-9０-９]{2})?(?:,[0-9０-９]{3})*(?:\.[0-9０-９]+)?)(元|万|亿|吨|千克|公斤|[^0-9０-９.,])',
                        '\1\2 \3', 'g'
                    ),
                    '(,[0-9０-９])\n([0-9０-９]{2}(?:,[0-9０-９]{3})*(?:\.[0-9０-９]+)?)(元|万|亿|吨|千克|公斤|[^0-9０-９.,])', '\1\2 \3', 'g'
                ),
                '([0-9０-９])\n([0０]{2,3}(?:,[0-9０-９]{3})*(?:\.[0-9０-９]+)?|\.[0-9０-９]+)(元|万|亿|吨|千克|公斤)', '\1\2 \3', 'g'
            )
        ELSE text
    END AS text
FROM (SELECT * REPLACE (x_unwrapped(text) AS text) FROM told)
