-- Days and figures as a sentence speaks them.
CREATE OR REPLACE MACRO x_day_zh(day) AS strftime(day, '%Y年%-m月%-d日');

-- 62000.0000 to 62,000, 0.1000 to 0.1
CREATE OR REPLACE MACRO x_figure_zh(figure) AS
    regexp_replace(format('{:,.4f}', CAST(figure AS DOUBLE)), '\.?0+$', '');

-- p=0.0312; what is smaller than the places shown is not nothing: p<0.0001
CREATE OR REPLACE MACRO x_chance_zh(name, chance, places) AS
    CASE WHEN chance < power(10, -places) THEN name || '<' || x_figure_zh(power(10, -places))
         ELSE name || '=' || x_figure_zh(round(chance, places)) END;

-- Each item once, where it first stands: DISTINCT cannot keep an order that is not the items' own.
CREATE OR REPLACE MACRO x_once(items) AS
    list_transform(
        [items],
        lambda every: list_filter(every, lambda one, place: list_position(every, one) = place)
    )[1];
