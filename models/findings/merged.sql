-- This run's findings with their place in the ledger. A verdict counts until the finding is cleared, comes back or
-- escalates; an escalation is a higher grade or a larger amount than the one that was judged (else than the last
-- run's). Days over grow by themselves: they escalate through the grade alone.
WITH turn AS (
    SELECT finding_id, max("at") AS last_at
    FROM finding.event
    WHERE kind IN ('cleared', 'reopened', 'escalated')
    GROUP BY finding_id
),
placed AS (
    SELECT
        c.*,
        f.finding_id IS NULL AND v.seq IS NULL AS is_new,
        coalesce(f.status = 'cleared', FALSE) AS was_cleared,
        CASE WHEN t.last_at IS NULL OR v."at" > t.last_at THEN v.seq END AS counted,
        v.verdict AS latest_verdict,
        coalesce(v.is_exemplary, FALSE) AS is_exemplary,
        v.snooze_until,
        f.first_seen AS seen_before,
        CASE WHEN counted IS NULL THEN f.severity ELSE v.severity END AS known_severity,
        CASE WHEN counted IS NULL THEN f.value ELSE v.value END AS known_value
    FROM finding.current AS c
    LEFT JOIN finding.finding AS f USING (finding_id)
    LEFT JOIN finding.latest_verdict AS v USING (finding_id)
    LEFT JOIN turn AS t USING (finding_id)
),
compared AS (
    SELECT
        *,
        coalesce(
            list_position(['low', 'medium', 'high'], severity) > list_position(['low', 'medium', 'high'], known_severity)
            OR (value > known_value AND coalesce(unit, '') NOT IN ('日', '小时')),
            FALSE
        ) AS is_worse
    FROM placed
)
SELECT
    *,
    CASE
        WHEN is_new THEN 'raised'
        WHEN was_cleared THEN 'reopened'
        WHEN is_worse THEN 'escalated'
        WHEN counted IS NOT NULL AND snooze_until <= getvariable('today') THEN 'reopened'
    END AS event_kind,
    CASE
        WHEN is_new OR was_cleared THEN NULL
        WHEN is_worse AND severity <> known_severity THEN '等级提高'
        WHEN is_worse THEN '数额增加：' || known_value::DECIMAL(18, 2) || ' → ' || value::DECIMAL(18, 2)
        WHEN counted IS NOT NULL AND snooze_until <= getvariable('today') THEN '暂缓期满'
    END AS event_note,
    CASE
        WHEN is_new THEN 'new'
        WHEN was_cleared THEN 'reopened'
        WHEN counted IS NULL THEN 'open'
        WHEN is_worse OR snooze_until <= getvariable('today') THEN 'reopened'
        WHEN snooze_until IS NOT NULL THEN 'snoozed'
        ELSE 'judged'
    END AS status,
    latest_verdict AS verdict
FROM compared
