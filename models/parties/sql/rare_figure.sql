-- What a record tells in figures that few matters share.
SELECT feed, record_id, list(figure ORDER BY figure) AS figures
FROM party.figure
SEMI JOIN touched_rare_figure USING (feed, record_id) -- part
ANTI JOIN party.stock_figure USING (figure)
GROUP BY feed, record_id
