-- Pairs of an administrative and a criminal record that speak of one person or body, by what makes it sure.
-- Two whole numbers that differ never make one person; time is not identity. Only pairs with a changed side.
WITH other_party AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id
    FROM party.number AS n
    JOIN party.number AS o ON o.kind = 'account' AND o.no = n.no AND o.feed = 'transfer'
    JOIN party.mention AS a ON a.feed = n.feed AND a.record_id = n.record_id AND a.role = 'party'
    JOIN party.mention AS b ON b.feed = o.feed AND b.record_id = o.record_id AND b.role = 'party' AND b.kind = a.kind
    WHERE n.kind = 'account' AND n.feed <> 'transfer'
      AND n.no IN (SELECT no FROM party.number SEMI JOIN party_changed USING (feed, record_id)) -- part
      AND CASE a.kind
          WHEN 'person' THEN coalesce(x_signs_apart(a.name_key, b.name_key) > 1, FALSE)
              OR coalesce(a.id_kind = 'W' AND b.id_kind = 'W' AND a.id_hash <> b.id_hash, FALSE)
          -- A name that lost a sign or its place still holds how the other's own word begins.
          ELSE NOT coalesce(contains(b.name_key, left(x_brand(x_core(a.name_key)), 2)) OR contains(a.name_key, left(x_brand(x_core(b.name_key)), 2))
                            OR jaro_winkler_similarity(a.loose_key, b.loose_key) >= 0.8, TRUE)
      END
),
referenced AS (
    SELECT a.feed AS a_feed, a.record_id AS a_record, b.feed AS b_feed, b.record_id AS b_record,
           NULL AS left_mention, NULL AS right_mention,
           CASE a.kind WHEN 'account' THEN 'same_account' ELSE 'reference' END AS tier,
           CASE a.kind WHEN 'account' THEN 0.98 ELSE 0.999 END AS probability
    FROM party.number AS a
    JOIN party.number AS b ON b.kind = a.kind AND b.no = a.no AND b.feed = 'transfer'
    WHERE a.feed IN ('penalty', 'admin_case') AND a.kind IN ('decision', 'case', 'account')
      AND a.no IN (SELECT no FROM party.number SEMI JOIN party_changed USING (feed, record_id)) -- part
      -- One account may be told of several parties of one case.
      AND NOT (a.kind = 'account' AND (a.feed, a.record_id, b.feed, b.record_id) IN (SELECT * FROM other_party))
),
of_person AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, a.row_id, b.row_id,
           CASE
               WHEN b.role = 'registered' THEN 'owner_of_both'
               WHEN a.place = 0 AND b.place = 0 THEN 'id'
               ELSE ['masked_id', 'birth', 'told_shop', 'case_number', 'phone', 'address'][
                   greatest(a.place, b.place)]
           END,
           CASE
               WHEN b.role = 'registered' THEN 0.96
               WHEN a.place = 0 AND b.place = 0 THEN 0.999
               ELSE [0.97, 0.97, 0.98, 0.98, 0.96, 0.96][
                   greatest(a.place, b.place)]
           END
    FROM party.facet AS a
    JOIN party.facet AS b ON b.person_id = a.person_id AND NOT b.is_administrative
    WHERE a.is_administrative AND a.place IS NOT NULL AND b.place IS NOT NULL
      AND a.person_id IN (SELECT person_id FROM party.facet SEMI JOIN party_changed USING (feed, record_id)) -- part
      AND NOT coalesce(a.number_id IS NULL AND (a.id_tail <> b.id_tail OR left(a.id_birth, 4) <> left(b.id_birth, 4)), FALSE)
),
of_unit AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, a.mention_id, b.mention_id,
           CASE
               WHEN list_has_all(['code', 'unchecked_code', 'repaired'], [a.how, b.how]) THEN 'credit_code'
               WHEN 'former_name' IN (a.how, b.how) THEN 'former_name'
               ELSE 'firm_name'
           END,
           CASE
               WHEN list_has_all(['code', 'unchecked_code'], [a.how, b.how]) THEN 0.999
               WHEN list_has_all(['code', 'unchecked_code', 'repaired'], [a.how, b.how]) THEN 0.98
               WHEN list_has_any(['bare_name', 'loose_name', 'place'], [a.how, b.how]) THEN 0.96
               ELSE 0.97
           END
    FROM party.unit AS a
    JOIN party.unit AS b ON b.unit_id = a.unit_id AND b.role IN ('party', 'employer')
    LEFT JOIN party.firm AS f ON f.credit_code = a.unit_id
    LEFT JOIN party.behind AS p ON p.feed = a.feed AND p.record_id = a.record_id
    LEFT JOIN party.behind AS q ON q.feed = b.feed AND q.record_id = b.record_id
    WHERE a.feed IN ('penalty', 'admin_case') AND a.role = 'party'
      AND a.unit_id IN (SELECT unit_id FROM party.unit SEMI JOIN party_changed USING (feed, record_id)) -- part
      AND b.feed IN ('transfer', 'police_case', 'prosecution', 'judgment', 'procuratorial_document')
      -- A sole trader is its operator: sold to another, the shop of the same name and code is another party.
      AND NOT coalesce(coalesce(f.is_sole, starts_with(a.unit_id, '92'))
                       AND starts_with(p.person_id, 'P') AND starts_with(q.person_id, 'P') AND p.person_id <> q.person_id, FALSE)
),
every AS (
    SELECT * FROM referenced
    UNION ALL
    SELECT a_feed, a_record, b_feed, b_record, left_mention, right_mention, 'same_figures', 0.97 FROM party.same_figures
    UNION ALL
    SELECT * FROM of_person
    UNION ALL
    SELECT * FROM of_unit
)
SELECT e.*, NULL::DOUBLE AS score
FROM every AS e
WHERE ((e.a_feed, e.a_record) IN (SELECT (feed, record_id) FROM party_changed) OR (e.b_feed, e.b_record) IN (SELECT (feed, record_id) FROM party_changed)) -- part
