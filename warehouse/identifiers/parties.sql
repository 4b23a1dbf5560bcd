-- Names of parties, telephones and addresses as compared. What stands in {{…}} comes from
-- party_words.yaml beside this file and from OpenCC's table.
CREATE OR REPLACE MACRO x_simple(text) AS
    CASE WHEN regexp_matches(text, '[{{traditional}}]') THEN translate(text, '{{traditional}}', '{{simplified}}') ELSE text END;

CREATE OR REPLACE MACRO x_plain_name(raw) AS list_transform([x_name(raw)], lambda name: x_simple(name))[1];

CREATE OR REPLACE MACRO x_operator(raw) AS
    CASE
        WHEN raw IS NULL OR NOT regexp_matches(raw, '[(（].*(?:{{operator}})') THEN NULL
        ELSE x_some(regexp_extract(x_plain_name(raw), '\((?:{{operator}}):?([^()]{2,20})\)', 1))
    END;

CREATE OR REPLACE MACRO x_shop_of(raw) AS
    CASE
        WHEN raw IS NULL OR NOT regexp_matches(raw, '[(（]') THEN NULL
        ELSE x_some(regexp_extract(
            x_plain_name(raw), '^[\x{4e00}-\x{9fa5}·]{2,4}\((?:字号:?)?([^()]{3,40}(?:{{ending}}))\)$', 1))
    END;

CREATE OR REPLACE MACRO x_party_form(name) AS
    CASE
        WHEN NOT contains(name, '(') THEN replace(name, '有限责任公司', '有限公司')
        WHEN regexp_matches(name, '^[\x{4e00}-\x{9fa5}·]{2,4}\((?:字号:?)?([^()]{3,40}(?:{{ending}}))\)$') THEN split_part(name, '(', 1)
        ELSE replace(
            regexp_replace(name, '\((?:{{operator}}):?[^()]{2,20}\)|\(个体工商户\)$', '', 'g'), '有限责任公司', '有限公司')
    END;

CREATE OR REPLACE MACRO x_party(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE list_transform(
            [x_plain_name(raw)],
            lambda name: x_some(x_party_form(name))
        )[1]
    END;

CREATE OR REPLACE MACRO x_loose(name) AS
    regexp_replace(regexp_replace(name, '^([\x{4e00}-\x{9fa5}]{2,3})市', '\1'), '^([\x{4e00}-\x{9fa5}]{2,6}?)[区县]', '\1');

CREATE OR REPLACE MACRO x_is_unit(name) AS
    (length(name) > 4 AND NOT contains(name, '·'))
    OR (length(name) > 2 AND regexp_matches(name, '(?:{{ending}})$') AND NOT regexp_matches(name, '{{given}}'));

CREATE OR REPLACE MACRO x_regionless(name) AS
    regexp_replace(name, '^(?:[\x{4e00}-\x{9fa5}]{2,3}省)?(?:[\x{4e00}-\x{9fa5}]{2,3}市)?(?:[\x{4e00}-\x{9fa5}]{2,3}[区县])?', '');

CREATE OR REPLACE MACRO x_city(name) AS regexp_extract(name, '^(?:[\x{4e00}-\x{9fa5}]{2,3}省)?([\x{4e00}-\x{9fa5}]{2,3})市', 1);

CREATE OR REPLACE MACRO x_district(name) AS
    regexp_extract(name, '^(?:[\x{4e00}-\x{9fa5}]{2,3}省)?(?:[\x{4e00}-\x{9fa5}]{2,3}市)?([\x{4e00}-\x{9fa5}]{2,3})[区县]', 1);

CREATE OR REPLACE MACRO x_brand(name) AS regexp_replace(x_regionless(name), '(?:{{trade}})$', '');

CREATE OR REPLACE MACRO x_authority_form(name) AS
    list_transform(
        [regexp_extract(name, '(?:{{authority}})$')],
        lambda tail: CASE
            WHEN tail = '' THEN name
            ELSE left(name, length(name) - length(tail)) || map_extract({{authority_map}}, tail)[1]
        END
    )[1];

CREATE OR REPLACE MACRO x_authority(raw) AS
    CASE WHEN raw IS NULL THEN NULL ELSE list_transform([x_plain_name(raw)], lambda name: x_authority_form(name))[1] END;

CREATE OR REPLACE MACRO x_phone(raw) AS
    CASE
        WHEN raw IS NULL OR x_is_none(raw) THEN NULL
        ELSE list_transform(
            [x_fold(raw)],
            lambda text: coalesce(
                nullif(regexp_replace(regexp_extract(text, '1[3-9][0-9][- ]?[0-9]{4}[- ]?[0-9]{4}'), '[^0-9]', '', 'g'), ''),
                nullif(regexp_extract(text, '(?:^|[^0-9*])(?:0[0-9]{2,3}[- )]*)?([2-9][0-9]{6,7})(?:[^0-9*]|$)', 1), '')
            )
        )[1]
    END;

CREATE OR REPLACE MACRO x_address(raw) AS
    CASE
        WHEN raw IS NULL OR x_is_none(raw) THEN NULL
        ELSE x_some(regexp_replace(regexp_replace(
            regexp_replace(
                regexp_replace(list_transform([x_plain(raw)], lambda plain: x_simple(plain))[1], '[(),.;:·#-]|，|。|、|；', '', 'g'),
                '^(?:[\x{4e00}-\x{9fa5}]{2,3}省)?(?:[\x{4e00}-\x{9fa5}]{2,3}市)?(?:[\x{4e00}-\x{9fa5}]{2,3}[区县])?', ''
            ), '号楼|栋|座', '幢', 'g'), '室$', ''))
    END;

-- A letter that no code has, for the digit it looks like.
CREATE OR REPLACE MACRO x_uscc_repaired(code) AS
    CASE WHEN length(code) = 18 AND regexp_matches(code, '[OISZ]') AND x_uscc_ok(translate(code, 'OISZ', '0152')) THEN translate(code, 'OISZ', '0152') END;

-- In how many places two names of one length differ (hamming() counts bytes, and a sign has three); NULL where
-- the lengths differ.
CREATE OR REPLACE MACRO x_signs_apart(one, other) AS
    CASE
        WHEN length(one) = length(other)
            THEN len(list_filter(range(1, length(one) + 1), lambda place: substr(one, place, 1) <> substr(other, place, 1)))
    END;
