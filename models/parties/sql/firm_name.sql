-- Every name under which a registered firm is or was known, with the days on which it bore it as far as said.
WITH told AS (
    SELECT credit_code, unnest(former_names) AS written FROM party.firm
    SEMI JOIN touched_firm_name USING (credit_code) -- part
    WHERE former_names IS NOT NULL
),
every AS (
    SELECT credit_code, name_key, loose_key, FALSE AS is_former, NULL::DATE AS from_on, NULL::DATE AS to_on
    FROM party.firm
    SEMI JOIN touched_firm_name USING (credit_code) -- part
    UNION ALL
    SELECT
        credit_code,
        x_party(regexp_extract(written, '^([^()（）]+)', 1)) AS name_key,
        x_loose(x_party(regexp_extract(written, '^([^()（）]+)', 1))),
        TRUE,
        try_cast(regexp_extract(written, '[(（](\d{4}-\d{1,2}-\d{1,2})?(?:至|到|~|—)', 1) AS DATE),
        try_cast(regexp_extract(written, '(?:至|到|~|—)(\d{4}-\d{1,2}-\d{1,2})?[)）]', 1) AS DATE)
    FROM told
    WHERE regexp_extract(written, '^([^()（）]+)', 1) <> ''
)
SELECT *, x_core(name_key) AS core
FROM every
