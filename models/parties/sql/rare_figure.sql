-- What a record tells in figures that few matters share: a price or a fee of many cases says nothing.
SELECT f.feed, f.record_id, list(f.figure ORDER BY f.figure) AS figures
FROM party.figure AS f
JOIN (
    SELECT f.figure
    FROM party.figure AS f
    LEFT JOIN party_matter AS m USING (feed, record_id)
    GROUP BY f.figure
    HAVING count(DISTINCT coalesce(m.matter, f.feed || '|' || f.record_id)) < (SELECT value FROM party.setting WHERE id = 'figure_bearers')
) USING (figure)
GROUP BY f.feed, f.record_id
