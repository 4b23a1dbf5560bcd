-- Figures that many matters tell: a price or a fee of many cases says nothing.
SELECT f.figure
FROM party.figure AS f
SEMI JOIN touched_stock_figure USING (figure) -- part
LEFT JOIN party.matter AS m USING (feed, record_id)
GROUP BY f.figure
HAVING count(DISTINCT coalesce(m.matter, f.feed || '|' || f.record_id)) >= (SELECT value FROM party.setting WHERE id = 'figure_bearers')
