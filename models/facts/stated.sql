-- What the texts of a record say of a circumstance, with the words and where they stand.
WITH found AS (
    SELECT feed, record_id, told_in, sentence, began, what, what_zh, value, name, span FROM stated_found
    UNION ALL
    SELECT t.feed, t.record_id, t.told_in, t.sentence, t.began, s.what, s.what_zh, TRUE, s.name, s.name
    FROM stated_substance AS s
    JOIN stated_sentence AS t USING (sentence)
)
SELECT DISTINCT
    feed, record_id, told_in, what, what_zh, value, name, span,
    began + strpos(sentence, span) - 1 AS start,
    began + strpos(sentence, span) - 1 + length(span) AS "end",
    sentence
FROM found
WHERE span <> '' AND (name IS NULL OR name <> '')
