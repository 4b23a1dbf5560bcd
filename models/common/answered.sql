-- Per administrative record: the strongest sure answer, its numbers, what is only possible, and the links.
SELECT
    to_feed AS feed,
    to_record AS record_id,
    substr(min(CASE
        WHEN NOT is_sure THEN NULL
        WHEN feed = 'transfer' AND NOT is_other_agency THEN '1transferred'
        WHEN feed = 'transfer' THEN '2transferred_by_other_agency'
        WHEN feed = 'police_case' THEN '3police_case'
        ELSE '4prosecution_or_judgment'
    END), 2) AS code,
    string_agg(DISTINCT CASE WHEN is_sure THEN no END, '；' ORDER BY CASE WHEN is_sure THEN no END) AS sure_zh,
    coalesce(max(probability) FILTER (WHERE NOT is_sure), 0) AS doubt,
    string_agg(DISTINCT CASE WHEN NOT is_sure THEN no || '（' || why_zh || '）' END, '；'
               ORDER BY CASE WHEN NOT is_sure THEN no || '（' || why_zh || '）' END) AS doubt_zh,
    to_json(list(link
            ORDER BY probability DESC, feed, no)) AS links,
    list({feed: feed, record_id: record_id} ORDER BY feed, record_id) AS sources
FROM fact.answer
GROUP BY to_feed, to_record
