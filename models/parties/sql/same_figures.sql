-- Pairs of an administrative and a criminal record that tell the same telling figures, two or more of them: one
-- matter. They are of one party if the names are those of one, or if nobody is known behind the administrative
-- record and the matter has one party on either side: an accomplice is another party.
WITH told AS (
    SELECT feed, record_id, unnest(figures) AS figure FROM party.rare_figure
),
telling AS MATERIALIZED (
    SELECT * FROM told
    SEMI JOIN touched_figure USING (figure) -- part
),
shared AS (
    SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record
    FROM telling AS a
    JOIN telling AS b USING (figure)
    WHERE a.feed IN ('penalty', 'admin_case') AND b.feed NOT IN ('penalty', 'admin_case')
    GROUP BY ALL
    HAVING count(*) > 1 AND sum(x_telling_digits(figure)) >= (SELECT value FROM party.setting WHERE id = 'telling_pair')
),
named AS (
    SELECT s.*, count(f.name_key) > 0 AND count(g.name_key) > 0 AS has_persons,
           bool_or(f.name_key = g.name_key OR x_signs_apart(f.name_key, g.name_key) = 1) AS is_near_person,
           bool_or(f.whole_id <> g.whole_id OR f.id_tail <> g.id_tail OR left(f.id_birth, 4) <> left(g.id_birth, 4))
               FILTER (WHERE f.name_key = g.name_key OR x_signs_apart(f.name_key, g.name_key) = 1) AS is_contradicted
    FROM shared AS s
    LEFT JOIN party.facet AS f ON f.feed = s.a_feed AND f.record_id = s.a_record
    LEFT JOIN party.facet AS g ON g.feed = s.b_feed AND g.record_id = s.b_record AND g.role <> 'registered'
    GROUP BY s.a_feed, s.a_record, s.b_feed, s.b_record
),
sided AS (
    SELECT n.*, p.mention_id AS left_mention, q.mention_id AS right_mention,
           p.kind = 'unit' AND q.kind = 'unit' AS has_units,
           coalesce(p.brand = q.brand, FALSE) OR jaro_winkler_similarity(x_core(p.name_key), x_core(q.name_key)) >= (SELECT value FROM party.setting WHERE id = 'near_name') AS is_near_unit,
           count(DISTINCT coalesce(y.person_id, y.party_id)) OVER (PARTITION BY n.b_feed, n.b_record) AS parties,
           count(DISTINCT x_party(z.party_name)) OVER (PARTITION BY n.a_feed, n.a_record) AS suspects
    FROM named AS n
    JOIN party.mention AS p ON p.feed = n.a_feed AND p.record_id = n.a_record AND p.role = 'party'
    JOIN party.mention AS q ON q.feed = n.b_feed AND q.record_id = n.b_record AND q.role = 'party'
    JOIN party.resolved AS y ON y.feed = n.a_feed AND y.record_id = n.a_record
    JOIN party.resolved AS z ON z.feed = n.b_feed AND z.record_id = n.b_record
)
SELECT a_feed, a_record, b_feed, b_record, left_mention, right_mention
FROM sided
WHERE NOT coalesce(is_contradicted, FALSE)
  AND CASE
      WHEN has_units THEN is_near_unit
      WHEN has_persons THEN is_near_person
      ELSE parties = 1 AND suspects = 1
  END
  AND ((a_feed, a_record) IN (SELECT (feed, record_id) FROM touched_near) OR (b_feed, b_record) IN (SELECT (feed, record_id) FROM touched_near)) -- part
