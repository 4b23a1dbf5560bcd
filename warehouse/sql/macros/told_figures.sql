-- Figures that an account of facts tells, as whole hundredths: 9.09万元, 90,900元 and 玖万零玖佰元 are one figure.
CREATE OR REPLACE MACRO x_capital_unit(section, unit) AS coalesce(try_cast(regexp_extract(section, '([1-9])' || unit, 1) AS BIGINT), 0);

CREATE OR REPLACE MACRO x_capital_section(section) AS
    1000 * x_capital_unit(section, '仟') + 100 * x_capital_unit(section, '佰')
    + CASE WHEN starts_with(section, '拾') THEN 10 ELSE 10 * x_capital_unit(section, '拾') END + x_capital_unit(section, '$');

-- 贰拾柒万叁仟玖佰零玖 is 273909; the digits are translated, the rest is places.
CREATE OR REPLACE MACRO x_capital(text) AS
    list_transform(
        [translate(text, '零壹贰叁肆伍陆柒捌玖', '0123456789')],
        lambda told: 100000000 * x_capital_section(regexp_extract(told, '^(.*)亿', 1))
            + 10000 * x_capital_section(regexp_extract(told, '^(?:.*亿)?(.*)万', 1))
            + x_capital_section(regexp_extract(told, '^(?:.*[亿万])?(.*)$', 1))
    )[1];

CREATE OR REPLACE MACRO x_hundredths(told) AS
    CASE
        WHEN regexp_matches(told, '^[0-9]') THEN try_cast(
            try_cast(rtrim(told, '万') AS DECIMAL(20, 6)) * CASE WHEN ends_with(told, '万') THEN 1000000 ELSE 100 END AS BIGINT)
        ELSE 100 * x_capital(told)
    END;

-- How many digits of a figure say something: 5 of 13,623, 1 of 50,000.
CREATE OR REPLACE MACRO x_telling_digits(hundredths) AS length(rtrim(hundredths::VARCHAR, '0'));

-- Without dates and the numbers of papers, each figure once.
CREATE OR REPLACE MACRO x_told_figures(raw) AS
    list_sort(list_distinct(list_filter(
        list_transform(
            regexp_extract_all(
                regexp_replace(
                    regexp_replace(x_fold(raw), '[0-9]{2,4}年(?:[0-9]{1,2}月)?(?:[0-9]{1,2}日)?|[〔\[（(][0-9]{4}[〕\]）)][^号，。]{0,10}号|[,，]', '', 'g'),
                    '[0-9]{12,}', '', 'g'
                ),
                '[0-9]+(?:\.[0-9]+)?万?|[零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{3,}'
            ),
            lambda told: x_hundredths(told)
        ),
        lambda value: value IS NOT NULL
    )));

-- 909000, 6343200 to 9,090、63,432
CREATE OR REPLACE MACRO x_figures_zh(hundredths) AS
    array_to_string(list_transform(list_sort(hundredths), lambda value: x_figure_zh(CAST(value AS DOUBLE) / 100.0)), '、');
