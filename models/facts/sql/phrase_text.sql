-- Texts in which phrases are looked for: of records that may be about an offence that asks for a measure,
-- once per measure.
WITH record_text AS (
    {record_text}
),
wanted AS (
    SELECT c.feed, c.record_id, a.measure, list(offence ORDER BY offence) AS offences
    FROM fact.candidate AS c
    JOIN asked AS a USING (offence)
    GROUP BY ALL
)
SELECT
    r.feed, r.record_id, r.told_in, r.place, w.measure, w.offences,
    r.text
FROM wanted AS w
JOIN record_text AS r USING (feed, record_id)
WHERE r.text IS NOT NULL
