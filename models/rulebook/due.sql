-- Until when a step that began on a day must be done: the term in force on that day, counted from the day
-- after. Working days and last days that move to the next working day need the calendar; where a year has
-- none, there is no row, and nobody is late. Hours run from a day without a time to the end of the day on
-- which they end.
WITH span AS (
    SELECT first_on + unnest(range(last_on - first_on + 1))::INTEGER AS day
    FROM (SELECT (SELECT min(from_on) FROM rule.clock) AS first_on, (SELECT max(day) FROM rule.calendar) AS last_on)
),
term AS (
    SELECT k.id AS clock, s.day, k.amount, k.unit, k.rolls
    FROM span AS s
    JOIN rule.clock AS k ON s.day >= k.from_on AND (k.to_on IS NULL OR s.day <= k.to_on)
),
-- The number of working days until the end of each day, and the next working day from each day on.
counted AS (
    SELECT
        day,
        is_working,
        sum(is_working::INTEGER) OVER (ORDER BY day) AS number,
        min(CASE WHEN is_working THEN day END) OVER (
            ORDER BY day ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING
        ) AS next_working
    FROM rule.calendar
),
ending AS (
    SELECT
        t.*,
        CASE t.unit
            WHEN 'hours' THEN t.day + ceil(t.amount / 24.0)::INTEGER
            WHEN 'calendar_days' THEN t.day + t.amount
            WHEN 'months' THEN (t.day + to_months(t.amount))::DATE
            WHEN 'years' THEN (t.day + to_years(t.amount))::DATE
        END AS last_day
    FROM term AS t
    WHERE t.unit <> 'working_days'
)
SELECT e.clock, e.day, CASE WHEN e.rolls THEN c.next_working ELSE e.last_day END AS due_on
FROM ending AS e
LEFT JOIN counted AS c ON c.day = e.last_day
WHERE NOT e.rolls OR c.next_working IS NOT NULL
UNION ALL
SELECT t.clock, t.day, w.day
FROM term AS t
JOIN counted AS c ON c.day = t.day
JOIN counted AS w ON w.is_working AND w.number = c.number + t.amount
WHERE t.unit = 'working_days'
