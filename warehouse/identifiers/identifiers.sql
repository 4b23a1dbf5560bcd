-- Numbers of bodies, persons and papers and names as compared; a test holds them against a slow walk through each.

-- Letters as compared: half-width, upper case, no white space. Most values are so already.
CREATE OR REPLACE MACRO x_code(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN regexp_full_match(raw, '[0-9A-Z]{15,18}') THEN nullif(raw, '000000000000000000')
        WHEN x_is_none(raw) THEN NULL
        ELSE x_some(upper(x_unforced(x_squeeze(x_clean(raw)))))
    END;

CREATE OR REPLACE MACRO x_uscc(raw) AS
    CASE WHEN raw IS NULL THEN NULL ELSE x_some(replace(x_code(raw), '-', '')) END;

-- GB 32100-2015: the places of the characters in the alphabet, weighted 3^(i-1) mod 31, sum to 0 mod 31.
CREATE OR REPLACE MACRO x_uscc_place(code, i) AS strpos('0123456789ABCDEFGHJKLMNPQRTUWXY', substr(code, i, 1)) - 1;

CREATE OR REPLACE MACRO x_uscc_ok(code) AS
    CASE
        WHEN code IS NULL THEN NULL
        WHEN NOT regexp_full_match(code, '[0-9A-HJ-NPQRTUWXY]{18}') THEN FALSE
        ELSE (
            x_uscc_place(code, 1) + x_uscc_place(code, 2) * 3 + x_uscc_place(code, 3) * 9
            + x_uscc_place(code, 4) * 27 + x_uscc_place(code, 5) * 19 + x_uscc_place(code, 6) * 26
            + x_uscc_place(code, 7) * 16 + x_uscc_place(code, 8) * 17 + x_uscc_place(code, 9) * 20
            + x_uscc_place(code, 10) * 29 + x_uscc_place(code, 11) * 25 + x_uscc_place(code, 12) * 13
            + x_uscc_place(code, 13) * 8 + x_uscc_place(code, 14) * 24 + x_uscc_place(code, 15) * 10
            + x_uscc_place(code, 16) * 30 + x_uscc_place(code, 17) * 28 + x_uscc_place(code, 18)
        ) % 31 = 0
    END;

-- GB 11643-1999: the digits, weighted 2^(18-i) mod 11, the last X = 10, sum to 1 mod 11. Only whole numbers have an answer.
CREATE OR REPLACE MACRO x_id_digit(code, i) AS CAST(substr(code, i, 1) AS INTEGER);

CREATE OR REPLACE MACRO x_id_ok(code) AS
    CASE
        WHEN code IS NULL OR NOT regexp_full_match(code, '\d{17}[\dX]') THEN NULL
        WHEN try_strptime(substr(code, 7, 8), '%Y%m%d') IS NULL THEN FALSE
        ELSE (
            x_id_digit(code, 1) * 7 + x_id_digit(code, 2) * 9 + x_id_digit(code, 3) * 10
            + x_id_digit(code, 4) * 5 + x_id_digit(code, 5) * 8 + x_id_digit(code, 6) * 4
            + x_id_digit(code, 7) * 2 + x_id_digit(code, 8) + x_id_digit(code, 9) * 6
            + x_id_digit(code, 10) * 3 + x_id_digit(code, 11) * 7 + x_id_digit(code, 12) * 9
            + x_id_digit(code, 13) * 10 + x_id_digit(code, 14) * 5 + x_id_digit(code, 15) * 8
            + x_id_digit(code, 16) * 4 + x_id_digit(code, 17) * 2
            + CASE WHEN right(code, 1) = 'X' THEN 10 ELSE x_id_digit(code, 18) END
        ) % 11 = 1
    END;

-- Whole, masked or hashed: a mask is always *, a hash lower case. A spreadsheet that takes the number for a figure keeps
-- fifteen places of it and writes zeros for the rest, or only a few and an exponent: what is left of it would be
-- one number for many people.
CREATE OR REPLACE MACRO x_id_form(code) AS
    CASE
        WHEN regexp_full_match(code, '\d{17}[\dX]')
            THEN CASE WHEN ends_with(code, '000') AND NOT x_id_ok(code) THEN left(code, 15) || '***' ELSE code END
        WHEN regexp_full_match(code, '\d(\.\d+)?E\+?\d+') THEN NULL
        WHEN regexp_full_match(code, '[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64}') THEN lower(code)
        WHEN regexp_full_match(code, '\d*[*X×•●#]{2,}[\d*X×•●#]*') THEN
            CASE
                WHEN regexp_matches(code, '\dX$') THEN regexp_replace(left(code, length(code) - 1), '[X×•●#]', '*', 'g') || 'X'
                ELSE regexp_replace(code, '[X×•●#]', '*', 'g')
            END
        ELSE code
    END;

CREATE OR REPLACE MACRO x_id(raw) AS CASE WHEN raw IS NULL THEN NULL ELSE list_transform([x_code(raw)], lambda code: x_id_form(code))[1] END;

-- The number of a person in a cell for codes of bodies: whole with its check digit, or masked with all its places and
-- the first of a province. What is a right code of a body stays one.
CREATE OR REPLACE MACRO x_is_id(raw) AS
    list_transform([x_code(raw)], lambda code: CASE
        WHEN regexp_full_match(code, '\d{17}[\dX]') THEN x_id_ok(code) AND NOT x_uscc_ok(code)
        ELSE coalesce(regexp_full_match(code, '[1-8]\d[*X×•●#\d]{15}[*X×•●#\d]') AND regexp_matches(code, '[*×•●#]{2}'), FALSE)
    END)[1];

-- Names and document numbers as compared: one form of bracket, dot and dash, half-width, upper case, no white space.
CREATE OR REPLACE MACRO x_odd(text) AS
    CASE
        WHEN regexp_matches(text, '[！-～ \t\n\r\f\x{00a0}\x{2000}-\x{200d}\x{3000}\x{feff}﹝﹞【】\[\]{}〈〉《》•・‧∙﹒—–‐−]')
            THEN translate(x_squeeze(x_fold(text)), '﹝﹞【】[]{}〈〉《》•・‧∙﹒—–‐−', '()()()()()()·····----')
        ELSE text
    END;

-- 阿不都.热合曼 and 阿不都·热合曼 are one name. Twice, as the sign between two stops ends one match and begins the next.
CREATE OR REPLACE MACRO x_stopped(text) AS
    regexp_replace(text, '([\x{4e00}-\x{9fa5}])\.([\x{4e00}-\x{9fa5}])', '\1·\2', 'g');

CREATE OR REPLACE MACRO x_dotted(text) AS
    CASE WHEN contains(text, '.') THEN x_stopped(x_stopped(text)) ELSE text END;

CREATE OR REPLACE MACRO x_plain(raw) AS
    list_transform(
        [upper(replace(replace(replace(replace(raw, '〔', '('), '〕', ')'), '（', '('), '）', ')'))],
        lambda text: list_transform([upper(x_odd(text))], lambda plain: x_dotted(x_unforced(plain)))[1]
    )[1];

CREATE OR REPLACE MACRO x_name(raw) AS
    CASE WHEN raw IS NULL THEN NULL WHEN x_is_blank(raw) THEN NULL ELSE x_some(x_plain(raw)) END;

-- The names that one cell lists. Who writes 等3人 lists not all of them, and then nobody can be told apart.
CREATE OR REPLACE MACRO x_listed_names(raw) AS
    CASE
        WHEN raw IS NULL OR regexp_matches(raw, '等[0-9０-９一二两三四五六七八九十]*[人名户家]|等$') THEN []
        ELSE list_transform(regexp_split_to_array(raw, '[、，,；;/]'), lambda one: x_name(one))
    END;

-- The last run of digits is the number: it loses 第 before it, 号 behind it, and its leading zeros.
CREATE OR REPLACE MACRO x_number(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN x_is_blank(raw) THEN NULL
        ELSE x_some(regexp_replace(x_plain(raw), '(^|[^0-9])[第0]*([0-9]+)号*$', '\1\2'))
    END;
