-- The texts of records as they tell of their own party: without the amounts that are another's.
SELECT r.* REPLACE (coalesce(o.text, r.text) AS text)
FROM (
    {record_text}
) AS r
LEFT JOIN fact.own_text AS o USING (feed, record_id, told_in)
