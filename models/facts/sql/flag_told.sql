-- Circumstances that the texts state, deny or raise, column by column; of several the strongest is used:
-- stated, then raised but not settled, then denied. The name of the violation says less than the facts: what they
-- leave open stays open, what they deny is denied, and what only the name raises they settle.
SELECT
    r.feed, r.record_id, f.flag, f.value,
    'pattern:' || r.told_in || '[' || f.start || ':' || f."end" || ']' AS origin,
    f.span,
    row_number() OVER (
        PARTITION BY r.feed, r.record_id, f.flag
        ORDER BY CASE
            WHEN f.value AND r.told_in <> 'violation' THEN 1
            WHEN f.value IS NULL AND r.told_in <> 'violation' THEN 2
            WHEN NOT f.value AND r.told_in = 'facts' THEN 3
            WHEN f.value THEN 4
            WHEN NOT f.value THEN 5
            ELSE 6
        END, r.place
    ) = 1 AS is_used
FROM fact.record_text AS r
JOIN fact.text_flag AS f USING (text_hash)
JOIN fact.flag_column AS c ON c.flag = f.flag AND c.told_in = r.told_in
CROSS JOIN fact.reader AS v
WHERE f.extractor = v.extractor
