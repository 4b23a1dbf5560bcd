-- Bodies by the names that records give them. A name says the district and what the body is for; a short name
-- (金山区市监局, 云桥公安分局) keeps the district and some characters of the rest, in their order.

-- 上海市公安局金山分局 and 金山公安分局 are written like the other bodies: the district, then what it is for.
CREATE OR REPLACE MACRO x_body_spelling(name) AS
    replace(regexp_replace(
        regexp_replace(name, '^(?:.*市)?([^市区县]{2,8}局)([^市区县局]{2,6})区?分局', '\2区\1分局'),
        '^(?:.*市)?([^市区县局]{2,6})(公安|海关|烟草)', '\1区\2'
    ), '委员会', '委');

CREATE OR REPLACE MACRO x_body_region(spelling) AS
    coalesce(
        nullif(regexp_extract(spelling, '[^省市区县旗]{2,6}[区县旗]'), ''),
        nullif(regexp_extract(spelling, '[^省市]{2,6}市'), '')
    );

CREATE OR REPLACE MACRO x_body_purpose(spelling) AS
    list_transform(
        [x_body_region(spelling)],
        lambda region: substr(spelling, strpos(spelling, region) + length(region))
    )[1];

-- All characters of the short one stand in the long one, in their order, from its first to its last.
CREATE OR REPLACE MACRO x_purpose_shortens(short, long) AS
    length(short) > 2
    AND regexp_matches(
        long,
        '^' || array_to_string(list_transform(string_split(short, ''), lambda one: regexp_escape(one)), '.*') || '$'
    );

CREATE OR REPLACE MACRO x_body_shortens(short, long) AS
    x_body_region(x_body_spelling(short)) = x_body_region(x_body_spelling(long))
    AND x_purpose_shortens(x_body_purpose(x_body_spelling(short)), x_body_purpose(x_body_spelling(long)));
