-- The latest verdict of every finding that is still listed, where nothing happened to the finding since.
UPDATE finding.finding AS f
SET status = CASE WHEN v.snooze_until > getvariable('today') THEN 'snoozed' ELSE 'judged' END
FROM finding.latest_verdict AS v
WHERE v.finding_id = f.finding_id AND f.is_flagged AND v."at" > coalesce(
    (
        SELECT max(e."at") FROM finding.event AS e
        WHERE e.finding_id = f.finding_id AND e.kind IN ('cleared', 'reopened', 'escalated')
    ),
    TIMESTAMP '1970-01-01'
)
