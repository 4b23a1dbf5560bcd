-- What the texts of a record say of a circumstance, with the words and where they stand.
WITH found AS (
    SELECT * FROM stated_found
    UNION ALL
    SELECT sentence, what, what_zh, TRUE, name, name FROM stated_substance
)
SELECT DISTINCT
    feed, record_id, told_in, what, what_zh, value, name, span,
    began + strpos(sentence, span) - 1 AS start,
    began + strpos(sentence, span) - 1 + length(span) AS "end",
    sentence
FROM found
JOIN stated_sentence USING (sentence)
WHERE span <> '' AND (name IS NULL OR name <> '')
