-- The terms of every decision not to prosecute: until when it is handed over, until when the review ends, the days
-- of suspension not counted. For a decision older than the guideline the terms begin with the guideline: nobody was
-- late before there was a term. No due day where a year has no calendar.
WITH counted AS (
    SELECT day, is_working, sum(is_working::INTEGER) OVER (ORDER BY day) AS number FROM rule.calendar
),
term AS (
    SELECT id, amount, from_on, to_on, basis FROM rule.clock WHERE id IN ('reverse_internal_transfer', 'reverse_review')
),
begun AS (
    SELECT id, min(from_on) AS first_on FROM term GROUP BY id
),
spared AS (
    SELECT
        p.record_id,
        p.decision,
        p.decided_on,
        p.review_registered_on AS registered_on,
        coalesce(p.review_suspended_days, 0) AS suspended_days,
        greatest(p.decided_on, b.first_on) AS handover_from_on,
        p.decided_on >= b.first_on AS is_under_guideline,
        least(p.handed_over_on, p.review_registered_on) AS handed_on
    FROM known.prosecution AS p
    CROSS JOIN (SELECT first_on FROM begun WHERE id = 'reverse_internal_transfer') AS b
    WHERE p.decision LIKE '%不起诉'
),
handed AS (
    SELECT
        s.*,
        u.due_on AS handover_due_on,
        t.amount AS handover_amount,
        t.basis AS handover_basis,
        -- greatest() passes over NULL: a review of which nobody knows when it began has no due day.
        CASE WHEN coalesce(s.registered_on, s.handed_on, u.due_on) IS NOT NULL
             THEN greatest(coalesce(s.registered_on, s.handed_on, u.due_on), b.first_on) END AS review_from_on,
        s.registered_on >= b.first_on AS is_review_under_guideline
    FROM spared AS s
    LEFT JOIN rule.due AS u ON u.clock = 'reverse_internal_transfer' AND u.day = s.handover_from_on
    LEFT JOIN term AS t ON t.id = 'reverse_internal_transfer' AND s.handover_from_on >= t.from_on AND (t.to_on IS NULL OR s.handover_from_on <= t.to_on)
    CROSS JOIN (SELECT first_on FROM begun WHERE id = 'reverse_review') AS b
)
SELECT
    h.*,
    t.amount AS review_amount,
    t.basis AS review_basis,
    e.day AS review_due_on
FROM handed AS h
LEFT JOIN term AS t ON t.id = 'reverse_review' AND h.review_from_on >= t.from_on AND (t.to_on IS NULL OR h.review_from_on <= t.to_on)
LEFT JOIN counted AS c ON c.day = h.review_from_on
LEFT JOIN counted AS e ON e.is_working AND e.number = c.number + t.amount + h.suspended_days
