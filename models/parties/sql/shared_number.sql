-- Numbers that stand on more than one paper.
SELECT DISTINCT feed, record_id, kind || '|' || no AS no
FROM party.number
SEMI JOIN touched_matter USING (feed, record_id) -- part
QUALIFY count(*) OVER (PARTITION BY kind, no) > 1
