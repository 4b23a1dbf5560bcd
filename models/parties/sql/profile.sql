-- All that linking looks at in one record, as one sum: what is unchanged on both sides need not be linked again.
-- How common a name is, is looked at apart.
WITH told AS (
    SELECT feed, record_id,
           hash('p', role, person_id, name_key, place, number_id, whole_id, id_region, id_birth, id_tail, shop_key, shop_brand, figures) AS part
    FROM party.facet
    SEMI JOIN touched_profile USING (feed, record_id) -- part
    UNION ALL
    SELECT u.feed, u.record_id, hash('u', u.role, u.unit_id, u.how, u.name_key, f.is_sole, b.person_id)
    FROM party.unit AS u
    SEMI JOIN touched_profile USING (feed, record_id) -- part
    LEFT JOIN party.firm AS f ON f.credit_code = u.unit_id
    LEFT JOIN party.behind AS b ON b.feed = u.feed AND b.record_id = u.record_id
    UNION ALL
    SELECT a_feed, a_record, hash('f', b_feed, b_record) FROM party.same_figures
    UNION ALL
    SELECT b_feed, b_record, hash('f', a_feed, a_record) FROM party.same_figures
    UNION ALL
    SELECT feed, record_id, hash('n', kind, no)
    FROM party.number
    SEMI JOIN touched_profile USING (feed, record_id) -- part
)
SELECT feed, record_id, sum(part) AS profile
FROM told
SEMI JOIN touched_profile USING (feed, record_id) -- part
WHERE feed NOT IN ('inspection', 'complaint')
GROUP BY feed, record_id
