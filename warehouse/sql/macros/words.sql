-- Days and figures as a sentence speaks them.
CREATE OR REPLACE MACRO x_day_zh(day) AS strftime(day, '%Y年%-m月%-d日');

-- 62000.0000 to 62,000, 0.1000 to 0.1
CREATE OR REPLACE MACRO x_figure_zh(figure) AS
    regexp_replace(format('{:,.4f}', CAST(figure AS DOUBLE)), '\.?0+$', '');

-- Each item once, where it first stands: DISTINCT cannot keep an order that is not the items' own.
CREATE OR REPLACE MACRO x_once(items) AS
    list_transform(
        [items],
        lambda every: list_filter(every, lambda one, place: list_position(every, one) = place)
    )[1];
