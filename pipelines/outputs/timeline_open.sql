-- Deadlines that run in the chosen cases: the start is there, nothing that would end it is.
WITH chosen AS (
    SELECT * FROM flow.event WHERE list_contains($cases, case_id)
),
awaited AS (
    SELECT s.clock, s.since, min(s.zh ORDER BY s.place) AS zh, list(s.state) AS states
    FROM flow.state AS s
    WHERE s.clock IS NOT NULL
    GROUP BY s.clock, s.since
)
SELECT DISTINCT
    b.case_id,
    b.zh AS since_zh,
    b.happened_on AS since_on,
    b.no,
    k.zh AS awaited_zh,
    CASE WHEN p.named_due_on IS NULL THEN k.basis ELSE '文书载明的回复日期' END AS basis,
    coalesce(p.named_due_on, u.due_on) AS due_on,
    coalesce(p.named_due_on, u.due_on) < r.as_of AS is_overdue
FROM awaited AS a
JOIN chosen AS b ON b.state = a.since
JOIN rule.due AS u ON u.clock = a.clock AND u.day = b.happened_on
JOIN rule.clock AS k ON k.id = a.clock AND b.happened_on >= k.from_on AND (k.to_on IS NULL OR b.happened_on <= k.to_on)
-- The day that a document names goes before the term of its kind.
LEFT JOIN fact.paper_due AS p ON p.record_id = b.record_id AND p.clock = a.clock
CROSS JOIN known.run AS r
WHERE NOT EXISTS (
    SELECT 1 FROM chosen AS c
    WHERE c.case_id = b.case_id AND list_contains(a.states, c.state)
      -- What ends it stands in the same record, or came later in the case; undated counts as done.
      AND (c.record_id = b.record_id OR c.happened_on IS NULL OR c.happened_on >= b.happened_on)
)
ORDER BY due_on, b.no, k.zh
