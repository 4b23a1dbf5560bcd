-- Records of which linking may see something else.
SELECT feed, record_id FROM touched_facet
UNION
SELECT a_feed, a_record FROM changed_same_figures
UNION
SELECT b_feed, b_record FROM changed_same_figures
