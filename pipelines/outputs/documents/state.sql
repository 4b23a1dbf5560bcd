-- Where each document of the procuratorate stands: issued, served, answered, carried out, verified, and until when
-- the answer is due.
WITH carried_out AS (
    SELECT g.record_id, min(f.decided_on) AS carried_out_on, string_agg(DISTINCT f.no, '；' ORDER BY f.no) AS decision_nos
    FROM fact.paper AS g
    JOIN fact.followed AS f ON f.feed = 'prosecution' AND f.record_id = g.pros_record AND f.to_feed = 'penalty' AND f.is_answer
    GROUP BY g.record_id
),
stated AS (
    SELECT
        d.doc_no, d.kind, d.to_authority, d.party_name, d.issued_on, d.served_on,
        coalesce(d.replied_on, t.letter_replied_on) AS answered_on,
        d.reply_result, d.reply_decision_no,
        c.carried_out_on, c.decision_nos,
        d.verified_on, d.verified_result,
        t.due_on, t.letter_no, t.basis, t.filed_on,
        r.as_of
    FROM known.procuratorial_document AS d
    JOIN fact.paper_due AS t USING (record_id)
    LEFT JOIN carried_out AS c USING (record_id)
    CROSS JOIN known.run AS r
)
SELECT
    *,
    CASE
        WHEN verified_on IS NOT NULL THEN '已核实'
        WHEN carried_out_on IS NOT NULL AND answered_on IS NOT NULL THEN '已落实'
        WHEN answered_on IS NOT NULL THEN '已回复'
        WHEN filed_on IS NOT NULL THEN '已立案'  -- to a notice on filing the case itself is the answer
        WHEN served_on IS NOT NULL THEN '已送达'
        ELSE '已制发'
    END AS state,
    answered_on IS NULL AND verified_on IS NULL AND filed_on IS NULL AND due_on < as_of AS is_overdue,
    CASE WHEN answered_on IS NULL AND filed_on IS NULL AND due_on < as_of THEN as_of - due_on END AS days_overdue
FROM stated
ORDER BY is_overdue DESC NULLS LAST, due_on NULLS LAST, doc_no
