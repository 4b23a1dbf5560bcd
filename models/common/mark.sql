-- What must be checked of a case that reaches a line or may reach it, before anyone acts upon it (rule.mark).
WITH seen AS (
    SELECT feed, record_id, NULL::VARCHAR AS offence, 'stated' AS kind, what
    FROM fact.stated
    GROUP BY ALL
    -- What is denied in one sentence and stated in another is for the analyst too.
    HAVING bool_or(value)
    UNION ALL
    SELECT DISTINCT feed, record_id, NULL, 'measured', measure
    FROM fact.measure_source
    WHERE is_used AND lo > 0
    UNION ALL
    SELECT DISTINCT feed, record_id, NULL, 'raised', measure
    FROM fact.measure_source
    WHERE is_used AND lo = 0 AND hi = 1
    UNION ALL
    SELECT feed, record_id, NULL, 'party', party_kind
    FROM fact.subject
    WHERE party_kind IS NOT NULL
    UNION ALL
    SELECT feed, record_id, offence, 'versions', 'differ'
    FROM fact.evaluation
    WHERE act_version <> now_version
    UNION ALL
    SELECT e.feed, e.record_id, e.offence, 'statute', 'no_unit'
    FROM fact.evaluation AS e
    JOIN fact.subject AS s USING (feed, record_id)
    JOIN rule.offence AS o ON o.code = e.offence AND NOT o.punishes_units
    WHERE s.party_kind = 'unit'
)
SELECT DISTINCT feed, record_id, offence, code, zh, is_lowering
FROM (
    SELECT e.feed, e.record_id, e.offence, m.code, m.zh, m.is_lowering
    FROM fact.evaluation AS e
    JOIN rule.mark AS m ON m.offences IS NULL OR list_contains(m.offences, e.offence)
    JOIN rule.mark_cue AS c ON c.code = m.code
    JOIN seen AS s
      ON s.feed = e.feed AND s.record_id = e.record_id AND s.kind = c.kind AND s.what = c.what
     AND (s.offence IS NULL OR s.offence = e.offence)
    WHERE e.outcome IN ('met', 'unknown')
    GROUP BY e.feed, e.record_id, e.offence, m.code, m.zh, m.is_lowering, c.way, c.cues
    HAVING count(DISTINCT c.what) = c.cues
)
