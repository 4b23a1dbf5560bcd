-- Until when each document of the procuratorate must be answered: the day it names, else the term in force when
-- it was issued, from service (not served: from issue). A follow-up letter begins the same kind of
-- term anew, as it is then in force, and a reply to it is a reply to what it follows. No due day where the year has
-- no calendar, or the kind has no term. With the police case that a notice on filing led to.
WITH follow_up AS (
    SELECT
        d.record_id,
        arg_max(f.doc_no, {day: f.issued_on, id: f.record_id}) AS letter_no,
        max(coalesce(f.served_on, f.issued_on)) AS letter_on,
        -- In a struct, because a bare NULL would be passed over: the last letter names its own day or none.
        arg_max({day: f.reply_due_on}, {day: f.issued_on, id: f.record_id}).day AS reply_due_on,
        min(f.replied_on) AS letter_replied_on,
        arg_max(f.record_id, {day: f.issued_on, id: f.record_id}) AS letter_id
    FROM known.procuratorial_document AS d
    JOIN known.procuratorial_document AS f ON x_number(f.follows_doc_no) = x_number(d.doc_no) AND f.kind = '跟进监督函'
    GROUP BY d.record_id
),
filed AS (
    -- The police's answer to a notice may be the case itself; one filed between its issue and its service is one.
    SELECT d.record_id, min(c.filed_on) AS filed_on, any_value(c.record_id ORDER BY c.filed_on, c.record_id) AS filed_record
    FROM known.procuratorial_document AS d
    JOIN known.police_case AS c
      ON x_number(c.police_case_no) = x_number(d.police_case_no)
      OR x_number(c.transfer_no) = x_number(d.transfer_no)
      OR (d.police_case_no IS NULL AND c.source LIKE '%检察监督%' AND x_name(c.suspect_name) = x_name(d.party_name))
    WHERE d.kind IN ('要求说明不立案理由通知书', '通知立案书') AND c.filed_on >= d.issued_on
    GROUP BY d.record_id
),
paper AS (
    SELECT
        d.record_id,
        f.letter_id, f.letter_no, f.letter_on, f.letter_replied_on,
        CASE
            WHEN d.kind = '检察建议书' THEN 'suggestion_reply'
            WHEN d.kind IN ('检察意见书', '跟进监督函') THEN 'opinion_reply'
            WHEN d.kind = '要求说明不立案理由通知书' THEN 'no_filing_reasons'
            WHEN d.kind = '通知立案书' THEN 'filing_on_notice'
            -- No law says in how many days: a day counts only if the paper names one.
            WHEN d.kind = '纠正违法通知书' THEN 'correction_answer'
            WHEN d.kind = '支持起诉书' THEN 'support_answer'
        END AS clock,
        coalesce(f.letter_on, d.served_on, d.issued_on) AS start_on,
        coalesce(f.letter_on, d.issued_on) AS version_on,
        CASE WHEN f.letter_id IS NULL THEN d.reply_due_on ELSE f.reply_due_on END AS named_due_on
    FROM known.procuratorial_document AS d
    LEFT JOIN follow_up AS f USING (record_id)
),
termed AS (
    SELECT
        p.*,
        k.amount, k.basis, k.rolls,
        CASE k.unit WHEN 'months' THEN (p.start_on + to_months(k.amount))::DATE ELSE p.start_on + k.amount END AS last_on
    FROM paper AS p
    LEFT JOIN rule.clock AS k ON k.id = p.clock AND p.version_on >= k.from_on AND (k.to_on IS NULL OR p.version_on <= k.to_on)
),
next_working AS (
    SELECT day, min(CASE WHEN is_working THEN day END) OVER (ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS working_day
    FROM rule.calendar
)
SELECT
    t.* EXCLUDE (last_on, rolls),
    coalesce(t.named_due_on, CASE WHEN t.rolls THEN w.working_day ELSE t.last_on END) AS due_on,
    f.filed_on, f.filed_record
FROM termed AS t
LEFT JOIN filed AS f USING (record_id)
LEFT JOIN next_working AS w ON w.day = t.last_on
