-- Others whom the facts of a case name, with relation, name and where the name stands in the facts.
WITH cleaned AS (
    SELECT
        *,
        regexp_replace(
            trim(raw_name, ' “”"''：:'),
            '^(?:一个叫|名为|被告人|犯罪嫌疑人|同案犯|同案人)|(?:等人|等|处|手中|那里|店内|经营者)$', '', 'g'
        ) AS name
    FROM counterpart_found
)
SELECT DISTINCT
    feed, record_id, no, party_name, told_on, sentence, relation, relation_zh, name,
    began + strpos(sentence, name) - 1 AS start,
    began + strpos(sentence, name) - 1 + length(name) AS "end",
    name AS span
FROM cleaned
WHERE length(name) >= 2
  AND NOT regexp_matches(name, '^(当事人|权利人|他人|其他|该|上述|本案|有关|相关|自己|其|被害人|执法人员|第三方)')
