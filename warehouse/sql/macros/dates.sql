-- Days and times, naive Asia/Shanghai. The ISO forms go the fast way; everything else is read by hand.

-- DuckDB reads "infinity" and the year 24 as dates; nobody who keeps records means them.
CREATE OR REPLACE MACRO x_day(day) AS
    CASE WHEN day BETWEEN DATE '1900-01-01' AND DATE '9999-12-31' THEN day END;

CREATE OR REPLACE MACRO x_is_iso(raw) AS
    strlen(raw) BETWEEN 8 AND 10 OR (strlen(raw) = 19 AND substr(raw, 17, 1) = ':');

-- A spreadsheet counts days from 1899-12-30: 20000 is 1954, 80000 is 2119.
CREATE OR REPLACE MACRO x_serial(text) AS
    CASE
        WHEN regexp_full_match(text, '[2-7]\d{4}(\.\d+)?')
            THEN TIMESTAMP '1899-12-30' + to_seconds(CAST(round(CAST(text AS DOUBLE) * 86400) AS BIGINT))
    END;

CREATE OR REPLACE MACRO x_has_zone(text) AS
    strlen(text) >= 17 AND regexp_matches(text, '\d:\d\d(:\d\d(\.\d+)?)? ?(Z|[+-]\d\d(:?\d\d)?)$');

CREATE OR REPLACE MACRO x_zoned(text) AS
    try_cast(replace(text, 'Z', '+00') AS TIMESTAMPTZ) AT TIME ZONE 'Asia/Shanghai';

-- 二〇二六年三月十五日, as decisions end. A day of the month is one of thirty-one words.
CREATE OR REPLACE MACRO x_spelt_number(word) AS
    nullif(list_position(
        ['一', '二', '三', '四', '五', '六', '七', '八', '九', '十', '十一', '十二', '十三', '十四', '十五', '十六', '十七', '十八',
         '十九', '二十', '二十一', '二十二', '二十三', '二十四', '二十五', '二十六', '二十七', '二十八', '二十九', '三十', '三十一'],
        word
    ), 0);

CREATE OR REPLACE MACRO x_spelt_day(text) AS
    list_transform(
        [regexp_extract(text, '^([一二][〇○零O一二三四五六七八九]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]$', ['y', 'm', 'd'])],
        lambda found: try_cast(
            translate(found.y, '〇○零O一二三四五六七八九', '0000123456789')
            || '-' || x_spelt_number(found.m) || '-' || x_spelt_number(found.d) AS DATE
        )
    )[1];

CREATE OR REPLACE MACRO x_written_day(text) AS
    CASE
        WHEN text >= '1' AND text < ':' THEN try_cast(
            regexp_replace(
                text,
                '^(\d{4}) ?[-/.年—–、] ?(\d{1,2}) ?[-/.月—–、] ?(\d{1,2}) ?[日号]?[.,]?(?: ?[(]?(?:星期|周)[一二三四五六日天][)]?)?(?:[ T,]*(?:[上下]午)? ?\d{1,2} ?[:时点].*)?$',
                '\1-\2-\3'
            ) AS DATE
        )
        WHEN text >= '一' THEN x_spelt_day(text)
    END;

CREATE OR REPLACE MACRO x_any_day(text) AS
    CASE
        WHEN x_has_zone(text) THEN CAST(x_zoned(text) AS DATE)
        WHEN regexp_full_match(text, '\d{8}[ T]\d{1,2}:.*') THEN CAST(try_strptime(left(text, 8), '%Y%m%d') AS DATE)
        WHEN NOT regexp_full_match(text, '[0-9.]+') OR regexp_full_match(text, '\d{4}\.\d{1,2}\.\d{1,2}\.?')
            THEN x_written_day(text)
        WHEN regexp_full_match(text, '\d{8}(\d{4}|\d{6})?')
            THEN CAST(try_strptime(left(text, 8), '%Y%m%d') AS DATE)
        ELSE CAST(x_serial(text) AS DATE)
    END;

CREATE OR REPLACE MACRO x_usual_day(raw) AS
    CASE
        WHEN x_is_iso(raw) THEN try_cast(raw AS DATE)
        WHEN ends_with(raw, '日') THEN CAST(try_strptime(raw, '%Y年%m月%d日') AS DATE)
    END;

CREATE OR REPLACE MACRO x_date(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE list_transform(
            [coalesce(x_usual_day(raw), list_transform([x_clean(raw)], lambda text: x_any_day(text))[1])],
            lambda day: x_day(day)
        )[1]
    END;

-- Seconds since midnight of the time written after a day; none is midnight, 25:00 is nothing.
CREATE OR REPLACE MACRO x_clock(part) AS coalesce(try_cast(part AS INTEGER), 0);

CREATE OR REPLACE MACRO x_seconds(h, m, s) AS CASE WHEN h < 24 AND m < 60 AND s < 60 THEN h * 3600 + m * 60 + s END;

CREATE OR REPLACE MACRO x_written_time(text) AS
    list_transform(
        [regexp_extract(
            text,
            '(上午|下午|[ T日号,]) ?(\d{1,2}) ?[:时点] ?(\d{1,2})?[:分]? ?(\d{1,2})?(?:\.\d+)?秒?$',
            ['half', 'h', 'm', 's']
        )],
        lambda found: x_seconds(
            x_clock(found.h) + CASE WHEN found.half = '下午' AND x_clock(found.h) < 12 THEN 12 ELSE 0 END,
            x_clock(found.m),
            x_clock(found.s)
        )
    )[1];

CREATE OR REPLACE MACRO x_any_time(text) AS
    CASE
        WHEN x_has_zone(text) THEN x_zoned(text)
        WHEN regexp_full_match(text, '\d{12}') THEN try_strptime(text, '%Y%m%d%H%M')
        WHEN regexp_full_match(text, '\d{14}') THEN try_strptime(text, '%Y%m%d%H%M%S')
        ELSE coalesce(x_serial(text), CAST(x_any_day(text) AS TIMESTAMP) + to_seconds(x_written_time(text)))
    END;

CREATE OR REPLACE MACRO x_timestamp(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN x_date(raw) IS NULL THEN NULL
        ELSE coalesce(
            CASE WHEN x_is_iso(raw) THEN try_cast(raw AS TIMESTAMP) END,
            list_transform([x_clean(raw)], lambda text: x_any_time(text))[1]
        )
    END;
