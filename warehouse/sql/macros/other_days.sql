-- Days in forms that are no day by themselves: with two digits for the year, or as a period.

-- 25.3.7: order and youngest year come from the column as a whole (warehouse/intake/short_years.py) as one number, the
-- order (2 year first, 3 day first, 4 month first) times a hundred and the last year of the century; 1 where nothing is settled.
CREATE OR REPLACE MACRO x_short_day(raw, settled) AS
    CASE
        WHEN settled IS NULL OR settled < 200 OR raw IS NULL THEN NULL
        ELSE list_transform(
            list_transform(
                [regexp_extract(x_clean(raw), '^(\d{1,2}) ?[-/.年] ?(\d{1,2}) ?[-/.月] ?(\d{1,2})日?$', ['a', 'b', 'c'])],
                lambda told: CASE floor(settled / 100)
                    WHEN 2 THEN {'y': told.a, 'm': told.b, 'd': told.c}
                    WHEN 3 THEN {'y': told.c, 'm': told.b, 'd': told.a}
                    WHEN 4 THEN {'y': told.c, 'm': told.a, 'd': told.b}
                END
            ),
            lambda told: try_cast(
                CASE
                    WHEN length(told.y) <> 2 THEN NULL
                    WHEN try_cast(told.y AS INTEGER) <= settled % 100 THEN '20' || told.y
                    WHEN told.y >= '80' THEN '19' || told.y
                END || '-' || told.m || '-' || told.d AS DATE
            )
        )[1]
    END;

-- 2024.3.1-2024.3.5, 2024年3月1日至5日, 20240301-20240305: first and last day.
CREATE OR REPLACE MACRO x_period_words(text) AS
    regexp_extract(
        text,
        '^[自从]?(\d{4})([-/.年])(\d{1,2})[-/.月](\d{1,2})日?起?(?:至|到|[—–~-]{1,2})(?:(\d{4})[-/.年])?(?:(\d{1,2})[-/.月])?(\d{1,2})(日?)(?:止|期间)?$',
        ['y', 's', 'm', 'd', 'y2', 'm2', 'd2', 'e']
    );

CREATE OR REPLACE MACRO x_period_days(told) AS
    CASE
        WHEN told.y2 <> '' AND told.m2 = '' THEN NULL
        -- What the second day leaves out is the first one's, where the signs leave no doubt what it states.
        WHEN told.y2 = '' AND NOT (told.s = '年' AND told.e <> '' OR told.s IN ('.', '/') AND told.m2 <> '') THEN NULL
        ELSE [
            try_cast(told.y || '-' || told.m || '-' || told.d AS DATE),
            try_cast(
                coalesce(nullif(told.y2, ''), told.y) || '-' || coalesce(nullif(told.m2, ''), told.m) || '-' || told.d2 AS DATE
            )
        ]
    END;

CREATE OR REPLACE MACRO x_period(raw) AS
    CASE
        WHEN raw IS NULL OR length(raw) < 12 OR length(raw) > 40 THEN NULL
        ELSE list_transform(
            list_transform(
                [regexp_replace(
                    regexp_replace(x_clean(raw), ' ', '', 'g'), '^(\d{4})(\d\d)(\d\d)([-~至到—])(\d{4})(\d\d)(\d\d)$', '\1-\2-\3\4\5-\6-\7'
                )],
                lambda text: x_period_days(x_period_words(text))
            ),
            lambda days: CASE WHEN x_day(days[1]) <= x_day(days[2]) THEN days END
        )[1]
    END;
