-- Pairs by figures that may be others.
SELECT a_feed, a_record, b_feed, b_record FROM party.same_figures
WHERE (a_feed, a_record) IN (SELECT (feed, record_id) FROM touched_near) OR (b_feed, b_record) IN (SELECT (feed, record_id) FROM touched_near)
