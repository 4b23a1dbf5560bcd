-- Until when a case decided on a day must have been sent: the days for report and approval, then the hours for
-- sending. The start day is not counted; a last day that is no working day moves to the next working day.
-- No row where the year has no calendar.
WITH clock AS (
    SELECT
        max(amount) FILTER (WHERE id = 'transfer_approval') AS approval_days,
        ceil(max(amount) FILTER (WHERE id = 'transfer_sending') / 24.0)::INTEGER AS sending_days
    FROM rule.clock
)
SELECT
    c.day,
    min(w.day) + max(k.sending_days) AS due_on
FROM rule.calendar AS c
CROSS JOIN clock AS k
JOIN rule.calendar AS w
  ON w.day >= c.day + k.approval_days::INTEGER AND w.day <= c.day + k.approval_days::INTEGER + 15 AND w.is_working
GROUP BY c.day
