-- Money in words: 叁万伍仟元整, 贰万元零伍佰元, 3万5千元, 伍仟元整（¥5000.00）. Exact ones only: what is rounded (三万余元), or
-- could be two sums, is no amount. Looked at only where the usual forms fail.

-- Words to digits and one sign per scale: 叁万伍仟圆整 to 3万5千元整. 零 behind an inner 元 goes on with the same sum.
CREATE OR REPLACE MACRO x_spelt_canon(text) AS
    regexp_replace(
        regexp_replace(
            translate(
                text,
                '零〇○一二三四五六七八九壹贰貳叁叄参參肆伍陆陸柒捌玖两兩拾佰仟萬億圆圓',
                '0001234567891223333456678922十百千万亿元元'
            ),
            '元(0.*元)', '\1'
        ),
        '(\d)点(\d)', '\1.\2'
    );

-- What stands before 亿, before 万 or behind both: 5千05, 十, 2000.
CREATE OR REPLACE MACRO x_spelt_digit(section, scale) AS coalesce(try_cast(regexp_extract(section, '(\d)' || scale, 1) AS BIGINT), 0);

CREATE OR REPLACE MACRO x_spelt_section(section) AS
    CASE
        WHEN section = '' THEN 0
        WHEN regexp_full_match(section, '\d+') THEN try_cast(section AS HUGEINT)
        ELSE 1000 * x_spelt_digit(section, '千') + 100 * x_spelt_digit(section, '百') + x_spelt_digit(section, '$')
            + CASE WHEN regexp_matches(section, '(^|\D|0)十') THEN 10 ELSE 10 * x_spelt_digit(section, '十') END
    END;

-- A lone digit behind a scale counts tenths of it (三万五, 两千五), but not where 元 follows: that may be a slip for 零.
CREATE OR REPLACE MACRO x_spelt_rest(rest, is_behind_wan, has_yuan) AS
    CASE
        WHEN is_behind_wan AND regexp_full_match(rest, '[1-9]') THEN CASE WHEN NOT has_yuan THEN 1000 * try_cast(rest AS BIGINT) END
        WHEN is_behind_wan AND regexp_full_match(rest, '\d{2,3}') AND NOT has_yuan THEN NULL
        WHEN is_behind_wan AND regexp_full_match(rest, '\d{5,}') THEN NULL
        WHEN regexp_matches(rest, '[千百][1-9]$') THEN CASE
            WHEN NOT has_yuan THEN x_spelt_section(rest) - try_cast(right(rest, 1) AS BIGINT)
                + try_cast(right(rest, 1) AS BIGINT) * CASE WHEN rest[-2] = '千' THEN 100 ELSE 10 END
        END
        ELSE x_spelt_section(rest)
    END;

-- In words without any unit (叁) the header's holds; 伍拾 under a header in 万元 may mean either.
CREATE OR REPLACE MACRO x_spelt_unit(text, factor) AS
    CASE
        WHEN factor = 1 OR regexp_matches(text, '[元万亿角分]') THEN 1
        WHEN regexp_full_match(text, '\d+') THEN factor
    END;

CREATE OR REPLACE MACRO x_spelt_sum(text, told) AS
    CASE
        WHEN contains(text, '亿') AND coalesce(x_spelt_section(told.y), 0) = 0 THEN NULL
        WHEN contains(text, '万') AND coalesce(x_spelt_section(told.w), 0) = 0 THEN NULL
        WHEN regexp_matches(told.y, '[千百][1-9]$') OR regexp_matches(told.w, '[千百][1-9]$') THEN NULL
        WHEN told.w = '' AND told.y <> '' AND regexp_full_match(told.r, '[1-9]\d*') THEN NULL
        ELSE 100000000 * x_spelt_section(told.y) + 10000 * x_spelt_section(told.w)
            + x_spelt_rest(told.r, told.w <> '', regexp_matches(text, '[元角分]'))
    END;

-- 角 and 分 stand behind 元, or alone.
CREATE OR REPLACE MACRO x_spelt_yuan(text, factor) AS
    CASE
        WHEN regexp_matches(text, '[\d十]') AND regexp_full_match(
            text,
            '(?:(?:\d{1,18}|0*(?:\d千)?0*(?:\d百)?0*(?:\d?十)?0*\d?)亿)?(?:(?:\d{1,18}|0*(?:\d千)?0*(?:\d百)?0*(?:\d?十)?0*\d?)万)?(?:\d{1,18}|0*(?:\d千)?0*(?:\d百)?0*(?:\d?十)?0*\d?)(?:元(?:0?\d角)?(?:0?\d分)?)?[整正]?|(?:\d角)?(?:\d分)?[整正]?'
        ) THEN list_transform(
            [regexp_extract(
                regexp_replace(text, '(?:元(?:0?\d角)?(?:0?\d分)?|\d角(?:\d分)?|\d分)?[整正]?$', ''),
                '^(?:(.*)亿)?(?:(.*)万)?(.*)$',
                ['y', 'w', 'r']
            )],
            lambda told: try_cast(
                (
                    x_spelt_sum(text, told) * 100
                    + 10 * x_spelt_digit(text, '角') + x_spelt_digit(text, '分')
                ) * x_spelt_unit(text, factor) / 100.0 AS DECIMAL(18, 2)
            )
        )[1]
    END;

-- An amount that is told twice, in figures and in words, is one only if both agree; the words say in what unit.
CREATE OR REPLACE MACRO x_spelt_parts(text) AS
    list_filter(
        list_transform(
            regexp_split_to_array(x_spelt_canon(text), '[()]|大写|小写'),
            lambda part: regexp_replace(part, '^[:;、]+|[:;、]+$', '', 'g')
        ),
        lambda part: part <> ''
    );

CREATE OR REPLACE MACRO x_spelt_part(part, factor) AS coalesce(x_worded(part, factor), x_spelt_yuan(part, factor));

CREATE OR REPLACE MACRO x_spelt_agreed(parts, factor) AS
    CASE
        WHEN len(parts) = 1 THEN x_spelt_part(parts[1], factor)
        WHEN len(parts) = 2 THEN list_transform(
            [{
                'both': list_transform(parts, lambda part: x_spelt_part(part, 1)),
                'given': list_transform(parts, lambda part: x_spelt_part(part, factor)),
                'is_bare': list_transform(parts, lambda part: regexp_full_match(part, '[-+0-9.]+'))
            }],
            lambda told: CASE
                WHEN told.is_bare[1] AND told.is_bare[2] THEN NULL
                WHEN told.both[1] = told.both[2] THEN told.both[1]
                WHEN told.given[1] = told.given[2] THEN told.given[1]
            END
        )[1]
    END;

-- 三五千元 is three to five thousand.
CREATE OR REPLACE MACRO x_spelt_money(raw, factor) AS
    CASE
        WHEN raw IS NULL OR strlen(raw) = length(raw) OR length(raw) > 80 THEN NULL
        WHEN regexp_matches(raw, '[一二三四五六七八九两]{2}[十百千万亿]') THEN NULL
        ELSE list_transform([x_spelt_parts(x_figure(raw))], lambda parts: x_spelt_agreed(parts, factor))[1]
    END;

CREATE OR REPLACE MACRO x_money(raw, factor) AS coalesce(x_plain_money(raw, factor), x_spelt_money(raw, factor));
