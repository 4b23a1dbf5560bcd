-- Figures. Money never passes through a binary fraction: text to DECIMAL, times a whole factor, rounded half up.

CREATE OR REPLACE MACRO x_scaled(figure, factor) AS
    CASE
        WHEN factor = 1 THEN try_cast(figure AS DECIMAL(18, 2))
        ELSE try_cast(try_cast(figure AS DECIMAL(27, 8)) * try_cast(factor AS DECIMAL(9, 0)) AS DECIMAL(18, 2))
    END;

-- 1，234.50 / ￥1,234.50元 / （1,234.50） to 1234.50元 and -1234.50
CREATE OR REPLACE MACRO x_figure(raw) AS
    regexp_replace(
        regexp_replace(x_clean(raw), '[,，￥¥ \t\n\r\x{00a0}]|人民币|RMB|CNY', '', 'g'), '^\((.+)\)$', '-\1'
    );

CREATE OR REPLACE MACRO x_multiple(word) AS
    CASE rtrim(word, '元圆整')
        WHEN '' THEN 1
        WHEN '百' THEN 100
        WHEN '千' THEN 1000
        WHEN '万' THEN 10000
        WHEN '百万' THEN 1000000
        WHEN '千万' THEN 10000000
        WHEN '亿' THEN 100000000
    END;

-- A unit in the cell wins over the header's; a cell that says more than figure and unit is not read.
CREATE OR REPLACE MACRO x_worded(text, factor) AS
    CASE
        WHEN regexp_full_match(text, '[-+]?(\d+\.?\d*|\.\d+)(百|千|万|百万|千万|亿)?[元圆]?整?') THEN x_scaled(
            regexp_extract(text, '^[-+0-9.]+'),
            CASE
                WHEN regexp_matches(text, '[0-9.]$') THEN factor
                ELSE x_multiple(regexp_extract(text, '[^-+0-9.]+$'))
            END
        )
    END;

CREATE OR REPLACE MACRO x_plain_money(raw, factor) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE coalesce(
            x_scaled(raw, factor),
            list_transform([x_figure(raw)], lambda text: x_worded(text, factor))[1]
        )
    END;

CREATE OR REPLACE MACRO x_whole(figure) AS
    list_transform(
        [try_cast(figure AS DECIMAL(28, 9))],
        lambda number: CASE WHEN number = floor(number) THEN try_cast(number AS BIGINT) END
    )[1];

CREATE OR REPLACE MACRO x_integer(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE coalesce(x_whole(raw), x_whole(regexp_replace(x_figure(raw), '(个?工作日|[日天次件个人])$', '')))
    END;

-- "30%", or 0.3 under a bare header, or 30 under a header with %.
CREATE OR REPLACE MACRO x_proportion(text, factor) AS
    CASE
        WHEN ends_with(text, '%') THEN try_cast(rtrim(text, '%') AS DECIMAL(18, 9)) / 100.0
        ELSE try_cast(text AS DECIMAL(18, 9)) * factor
    END;

CREATE OR REPLACE MACRO x_within(number) AS CASE WHEN number BETWEEN 0 AND 1 THEN CAST(number AS DOUBLE) END;

CREATE OR REPLACE MACRO x_share(raw, factor) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE list_transform(
            list_transform([x_figure(raw)], lambda text: x_proportion(text, factor)), lambda number: x_within(number)
        )[1]
    END;
