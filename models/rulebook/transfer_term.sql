-- Until when a case decided on a day must have been sent: the term for report and approval, then the hours for
-- sending, each in the version in force on that day. The start day is not counted; a last day that is no
-- working day moves to the next working day. No row where a year has no calendar.
WITH term AS (
    SELECT
        c.day,
        max(k.amount) FILTER (WHERE k.id = 'transfer_approval') AS approval_days,
        ceil(max(k.amount) FILTER (WHERE k.id = 'transfer_sending') / 24.0)::INTEGER AS sending_days
    FROM rule.calendar AS c
    JOIN rule.clock AS k ON c.day >= k.from_on AND (k.to_on IS NULL OR c.day <= k.to_on)
    GROUP BY c.day
),
next_working AS (
    SELECT
        day,
        is_working,
        min(CASE WHEN is_working THEN day END) OVER (
            ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS working_day
    FROM rule.calendar
)
SELECT
    t.day,
    n.working_day + t.sending_days AS due_on
FROM term AS t
JOIN next_working AS n ON n.day = t.day + t.approval_days
WHERE n.working_day IS NOT NULL
