-- All that linking looks at in one record, as one hash: what is unchanged on both sides need not be linked again.
WITH told AS (
    SELECT feed, record_id,
           concat_ws('|', 'p', role, person_id, name_key, place, id_region, id_birth, id_tail, people, name_share, shop_key, shop_brand, figures) AS part
    FROM party.facet
    UNION ALL
    SELECT feed, record_id, concat_ws('|', 'u', role, unit_id, how, name_key) FROM party.unit
    UNION ALL
    SELECT a_feed, a_record, concat_ws('|', 'f', b_feed, b_record) FROM party_same_figures
    UNION ALL
    SELECT b_feed, b_record, concat_ws('|', 'f', a_feed, a_record) FROM party_same_figures
    UNION ALL
    SELECT feed, record_id, concat_ws('|', 'n', kind, no) FROM party.number
)
SELECT feed, record_id, md5(string_agg(part, '\n' ORDER BY part)) AS profile
FROM told
WHERE feed NOT IN ('inspection', 'complaint')
GROUP BY feed, record_id
