-- The events of the chosen cases in order, each with the row it stands in, and the deadline that ran to it: from
-- the same record where it proves the start too, else from the latest start in the case.
WITH chosen AS (
    SELECT e.*, s.clock, s.since
    FROM flow.event AS e
    JOIN flow.state AS s USING (state)
    WHERE list_contains($cases, e.case_id)
),
started AS (
    SELECT
        c.feed, c.record_id, c.state, c."column",
        arg_max(b.happened_on, {here: (b.record_id = c.record_id)::INTEGER, day: b.happened_on}) AS since_on,
        arg_max(b.zh, {here: (b.record_id = c.record_id)::INTEGER, day: b.happened_on}) AS since_zh
    FROM chosen AS c
    JOIN chosen AS b ON b.state = c.since AND b.case_id = c.case_id AND b.happened_on <= c.happened_on
    GROUP BY c.feed, c.record_id, c.state, c."column"
)
SELECT
    c.happened_on,
    c.happened_at,
    c.zh,
    c.actor,
    c.flow,
    c.feed,
    c.no,
    c.authority,
    c.party_name,
    c.case_id,
    b.source,
    b.file_name AS file,
    c.sheet,
    c.row_no AS row,
    t.since_zh,
    t.since_on,
    k.zh AS clock_zh,
    CASE WHEN p.named_due_on IS NULL THEN k.basis ELSE '文书载明的回复日期' END AS basis,
    coalesce(p.named_due_on, u.due_on) AS due_on,
    c.happened_on > coalesce(p.named_due_on, u.due_on) AS is_late
FROM chosen AS c
LEFT JOIN landing.batch AS b USING (batch_id)
LEFT JOIN started AS t
  ON t.feed = c.feed AND t.record_id = c.record_id AND t.state = c.state AND t."column" = c."column"
LEFT JOIN rule.due AS u ON u.clock = c.clock AND u.day = t.since_on
LEFT JOIN fact.paper_due AS p ON p.record_id = c.record_id AND p.clock = c.clock
LEFT JOIN rule.clock AS k
  ON k.id = c.clock AND t.since_on >= k.from_on AND (k.to_on IS NULL OR t.since_on <= k.to_on)
ORDER BY c.happened_on NULLS LAST, c.place, c.happened_at, c.feed, c.no, c.record_id
