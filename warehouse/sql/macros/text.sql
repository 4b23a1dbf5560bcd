-- Text as delivered to text as compared.
--
-- Two rules keep a million rows in seconds. Every macro answers NULL to NULL before it does any work: most
-- cells of most columns are empty. And DuckDB copies an argument into every place that uses it, so whatever
-- is computed is bound once, as `list_transform([computed], lambda name: … name …)[1]`.

-- White space that people and programs leave around and inside a value. Finding it is cheap, trim() is not.
CREATE OR REPLACE MACRO x_trim(raw) AS
    CASE
        WHEN regexp_matches(raw, '^[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]')
            OR regexp_matches(raw, '[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]$')
            THEN trim(raw, e' \t\n\r\f' || chr(160) || chr(8203) || chr(12288) || chr(65279))
        ELSE raw
    END;

-- NULL instead of a text without a sign in it; nullif() would work the text out twice.
CREATE OR REPLACE MACRO x_some(text) AS list_transform([text], lambda found: nullif(found, ''))[1];

CREATE OR REPLACE MACRO x_squeeze(raw) AS
    regexp_replace(raw, '[ \t\n\r\f\x{00a0}\x{2000}-\x{200d}\x{3000}\x{feff}]', '', 'g');

-- Full-width forms to ASCII. translate() builds its table anew for every row, so it only sees who needs it.
CREATE OR REPLACE MACRO x_fold(raw) AS
    CASE
        WHEN strlen(raw) = length(raw) OR NOT regexp_matches(raw, '[！-～\x{3000}]') THEN raw
        ELSE translate(
            raw,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～' || chr(12288),
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~ '
        )
    END;

-- An account as Chinese print has it: figures and letters plain, marks wide. A comma, colon or point between figures is
-- one of the figure: 12,300元, 10:30.
CREATE OR REPLACE MACRO x_printed(raw) AS
    CASE
        WHEN NOT regexp_matches(raw, '[０-９Ａ-Ｚａ-ｚ．％／－,;:?!().]') THEN raw
        ELSE list_transform(
            [translate(
                raw,
                '０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ．％／－;?!()',
                '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz.%/-；？！（）'
            )],
            lambda text: CASE
                WHEN NOT regexp_matches(text, '[,:]|\p{Han}[.]') THEN text
                ELSE regexp_replace(
                    regexp_replace(
                        regexp_replace(
                            regexp_replace(regexp_replace(text, '([^0-9]),', '\1，', 'g'), ',([^0-9]|$)', '，\1', 'g'),
                            '([^0-9]):', '\1：', 'g'
                        ),
                        ':([^0-9]|$)', '：\1', 'g'
                    ),
                    '(\p{Han})[.](\p{Han}|$)', '\1。\2', 'g'
                )
            END
        )[1]
    END;

-- An account without the breaks of lines that were filled to one length within their sentences. The lines of a list differ
-- in length, or end with a mark or all with the same unit; one line alone must be of prose.
CREATE OR REPLACE MACRO x_unwrapped(raw) AS
    CASE
        WHEN NOT regexp_matches(raw, '[^\n]{20,}\n') THEN raw
        ELSE list_transform(
            [string_split(raw, chr(10))],
            lambda lines: list_transform(
                [list_filter(lines[:-2], lambda line: NOT regexp_matches(line, '[。；：，、！？）]\s*$'))],
                lambda filled: CASE
                    WHEN (
                        list_unique(list_transform(filled, lambda line: right(line, 1))) > 1
                        OR len(filled) = 1 AND regexp_matches(filled[1], '[，。；].*[^元件箱条台辆吨斤个张瓶盒]$')
                    )
                        AND list_min(list_transform(filled, lambda line: length(line))) + 1
                            >= greatest(20, list_max(list_transform(lines, lambda line: length(line))))
                        THEN regexp_replace(raw, '([^。；：，、！？）\s])\n(\S)', '\1\2', 'g')
                    ELSE raw
                END
            )[1]
        )[1]
    END;

-- What spreadsheets and exports write before a number so that it stays a text: '0012, ="0012".
CREATE OR REPLACE MACRO x_unforced(raw) AS
    CASE
        WHEN starts_with(raw, '''') OR starts_with(raw, '="') THEN regexp_replace(raw, '^(?:''([^''"]+)|="([^''"]+)")$', '\1\2')
        ELSE raw
    END;

CREATE OR REPLACE MACRO x_clean(raw) AS
    list_transform([x_trim(raw)], lambda trimmed: x_unforced(x_fold(trimmed)))[1];

-- Nothing was written. (A long IN list would become a join and be worked out for every cell.)
CREATE OR REPLACE MACRO x_is_blank(raw) AS
    coalesce(
        regexp_full_match(
            raw,
            '(?i)[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]*(-{0,3}|—{1,2}|－|/|\\|=""|null|none|nan|nat|nil|#?n/a|\(null\)|<null>)[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]*'
        ),
        TRUE
    );

-- Nothing was written, or that there is nothing: for identifiers, dates and figures, where 无 is no value.
CREATE OR REPLACE MACRO x_is_none(raw) AS
    coalesce(
        regexp_full_match(
            raw,
            '(?i)[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]*(-{0,3}|—{1,2}|－|/|\\|=""|null|none|nan|nat|nil|#?n/a|\(null\)|<null>|无|暂无|不详|未知|不适用|未填|未载明|0{18})[ \t\n\r\f\x{00a0}\x{200b}\x{3000}\x{feff}]*'
        ),
        TRUE
    );

CREATE OR REPLACE MACRO x_text(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN x_is_blank(raw) THEN NULL
        ELSE x_unforced(x_trim(raw))
    END;

-- A member of a closed list, as the contract writes it.
CREATE OR REPLACE MACRO x_member(raw) AS
    CASE WHEN raw IS NULL THEN NULL WHEN x_is_blank(raw) THEN NULL ELSE x_clean(raw) END;

CREATE OR REPLACE MACRO x_truth(word) AS
    CASE
        WHEN regexp_full_match(word, '是|有|对|√|✓|y|yes|t|true|1|1\.0') THEN TRUE
        WHEN regexp_full_match(word, '否|无|没有|不是|×|✗|n|no|f|false|0|0\.0') THEN FALSE
    END;

CREATE OR REPLACE MACRO x_bool(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        ELSE list_transform([lower(x_clean(raw))], lambda word: x_truth(word))[1]
    END;

-- A list is written with any separator, or came as a JSON array.
CREATE OR REPLACE MACRO x_list(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN NOT regexp_matches(raw, '[;；、,，|\n\[]') THEN CASE WHEN NOT x_is_none(raw) THEN [x_trim(raw)] END
        ELSE list_filter(
            list_transform(
                CASE
                    WHEN starts_with(raw, '[') AND json_valid(raw) THEN json_extract_string(raw, '$[*]')
                    ELSE regexp_split_to_array(raw, '[;；、,，|\n]')
                END,
                lambda part: x_trim(part)
            ),
            lambda part: part <> ''
        )
    END;
