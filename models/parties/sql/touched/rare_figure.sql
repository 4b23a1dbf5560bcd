-- Records whose telling figures may be others.
SELECT feed, record_id FROM party_fresh
UNION
SELECT feed, record_id FROM party.figure SEMI JOIN changed_stock_figure USING (figure)
