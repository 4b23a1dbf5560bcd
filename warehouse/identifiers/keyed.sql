-- ID numbers as the pool keeps them, kind.region.birth.tail.hash, never the number: a bare hash could be tried out
-- (some 10^11 candidates), one under a secret key cannot. Kinds: W whole, D whole with a wrong check character, M
-- masked, H hashed by the source, O no citizen's number. Region and birth are in clear, hidden places as *. The last
-- four places are hashed by themselves, because with region and birth they would be the number again; equal ones
-- still compare equal. The hash is of the first 17 places, which determine the 18th: a slip in it makes nobody else.

-- HMAC-SHA256 (RFC 2104). The gate sets the padded keys on its connections.
CREATE OR REPLACE MACRO x_hmac(message) AS
    CASE
        WHEN getvariable('id_key_outer') IS NULL THEN error('the key of the ID numbers is not set on this connection')
        ELSE left(sha256(getvariable('id_key_outer') || unhex(sha256(getvariable('id_key_inner') || encode(message)))), 32)
    END;

CREATE OR REPLACE MACRO x_id_last(last) AS
    CASE WHEN regexp_full_match(last, '\d{3}[\dX]') THEN left(x_hmac('tail:' || last), 12) ELSE '' END;

-- The check character to the first 17 places.
CREATE OR REPLACE MACRO x_id_check(first) AS
    substr('10X98765432', (
        x_id_digit(first, 1) * 7 + x_id_digit(first, 2) * 9 + x_id_digit(first, 3) * 10
        + x_id_digit(first, 4) * 5 + x_id_digit(first, 5) * 8 + x_id_digit(first, 6) * 4
        + x_id_digit(first, 7) * 2 + x_id_digit(first, 8) + x_id_digit(first, 9) * 6
        + x_id_digit(first, 10) * 3 + x_id_digit(first, 11) * 7 + x_id_digit(first, 12) * 9
        + x_id_digit(first, 13) * 10 + x_id_digit(first, 14) * 5 + x_id_digit(first, 15) * 8
        + x_id_digit(first, 16) * 4 + x_id_digit(first, 17) * 2
    ) % 11 + 1, 1);

-- 15 places to 18: whoever has such a number was born in the 1900s.
CREATE OR REPLACE MACRO x_id_whole(code) AS
    CASE
        WHEN regexp_full_match(code, '\d{15}')
            THEN list_transform([left(code, 6) || '19' || substr(code, 7)], lambda first: first || x_id_check(first))[1]
        ELSE code
    END;

CREATE OR REPLACE MACRO x_id_kept_masked(code) AS
    CASE
        WHEN length(code) = 18 THEN 'M.' || left(code, 6) || '.' || substr(code, 7, 8) || '.' || x_id_last(substr(code, 15)) || '.'
        ELSE list_transform(
            [{head: left(split_part(code, '*', 1), 14), last: right(regexp_extract(code, '[^*]*$'), 4)}],
            lambda shown: 'M.' || rpad(left(shown.head, 6), 6, '*') || '.' || rpad(substr(shown.head, 7), 8, '*')
                || '.' || x_id_last(shown.last) || '.'
        )[1]
    END;

CREATE OR REPLACE MACRO x_id_kept_form(code) AS
    CASE
        WHEN regexp_full_match(code, '\d{17}[\dX]') THEN
            CASE WHEN x_id_ok(code) THEN 'W.' ELSE 'D.' END || left(code, 6) || '.' || substr(code, 7, 8) || '.'
            || x_id_last(substr(code, 15)) || '.' || x_hmac('id:' || left(code, 17))
        WHEN contains(code, '*') THEN x_id_kept_masked(code)
        WHEN regexp_full_match(code, '[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}') THEN 'H.******.********..' || x_hmac('hashed:' || code)
        ELSE 'O.******.********..' || x_hmac('other:' || code)
    END;

CREATE OR REPLACE MACRO x_id_kept(raw) AS
    CASE WHEN raw IS NULL THEN NULL ELSE list_transform(
        [list_transform([x_id(raw)], lambda code: x_id_whole(code))[1]], lambda code: x_id_kept_form(code))[1] END;

-- The parts of a kept number, NULL where it does not show them; region and birth as far as they are shown.
CREATE OR REPLACE MACRO x_id_kind(kept) AS left(kept, 1);

CREATE OR REPLACE MACRO x_id_region(kept) AS nullif(split_part(substr(kept, 3, 6), '*', 1), '');

CREATE OR REPLACE MACRO x_id_birth(kept) AS nullif(split_part(substr(kept, 10, 8), '*', 1), '');

CREATE OR REPLACE MACRO x_id_birth_on(kept) AS try_strptime(x_id_birth(kept), '%Y%m%d')::DATE;

CREATE OR REPLACE MACRO x_id_tail(kept) AS nullif(split_part(kept, '.', 4), '');

CREATE OR REPLACE MACRO x_id_hash(kept) AS nullif(split_part(kept, '.', 5), '');

-- A text without the birth dates of the ID numbers in it, as long as before.
CREATE OR REPLACE MACRO x_without_ids(text) AS
    CASE
        WHEN strlen(text) >= 18 AND regexp_matches(text, '[1-8]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])[0-3]\d\d{3}[0-9Xx]')
            THEN regexp_replace(
                text, '(^|[^0-9])([1-8]\d{5})(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(\d{3}[0-9Xx])',
                '\1\2********\3', 'g')
        ELSE text
    END;
