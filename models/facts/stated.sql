-- What the texts of a record say of a circumstance, with the words and where they stand.
SELECT DISTINCT
    feed, record_id, told_in, what, what_zh, value, name, span,
    began + strpos(sentence, span) - 1 AS start,
    began + strpos(sentence, span) - 1 + length(span) AS "end",
    sentence
FROM stated_found
WHERE span <> '' AND (name IS NULL OR name <> '')
