-- Others whom the facts of a case name, with relation, name and where the name stands in the facts.
SELECT DISTINCT
    t.feed, t.record_id, t.no, t.party_name, t.told_on, t.sentence, n.relation, n.relation_zh, n.name,
    t.began + strpos(t.sentence, n.name) - 1 AS start,
    t.began + strpos(t.sentence, n.name) - 1 + length(n.name) AS "end",
    n.name AS span, n.is_name
FROM counterpart_name AS n
JOIN told_sentence AS t USING (sentence)
