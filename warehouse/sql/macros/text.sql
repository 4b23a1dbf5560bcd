-- Text as delivered to text as compared. Every macro answers NULL to NULL before it does any work:
-- most cells of most columns are empty.

-- White space that people and programs leave around and inside a value.
CREATE OR REPLACE TEMP MACRO x_trim(raw) AS 
    trim(raw, e' \t\n\r\f' || chr(160) || chr(12288) || chr(8203) || chr(65279));

CREATE OR REPLACE TEMP MACRO x_squeeze(raw) AS
    regexp_replace(raw, '[ \t\n\r\f\x{00a0}\x{2000}-\x{200d}\x{3000}\x{feff}]', '', 'g');

-- Full-width forms to ASCII. The test is cheap and translate() is not, so it only sees who needs it.
CREATE OR REPLACE TEMP MACRO x_fold(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN strlen(raw) = length(raw) OR NOT regexp_matches(raw, '[！-～\x{3000}]') THEN raw
        ELSE translate(
            raw,
            '！＂＃＄％＆＇（）＊＋，－．／０１２３４５６７８９：；＜＝＞？＠ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ［＼］＾＿｀ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ｛｜｝～' || chr(12288),
            '!"#$%&''()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\]^_`abcdefghijklmnopqrstuvwxyz{|}~ '
        )
    END;

-- Nothing was written.
CREATE OR REPLACE TEMP MACRO x_is_blank(raw) AS
    raw IS NULL
    OR (
        strlen(raw) <= 12
        AND lower(x_trim(raw)) IN (
            '', '-', '--', '---', '—', '——', '－', '/', '\', 'null', 'none', 'nan', 'nat', 'nil', 'n/a', '#n/a', '(null)', '<null>'
        )
    );

-- Nothing was written, or that there is nothing: for identifiers, dates and figures, where 无 is no value.
CREATE OR REPLACE TEMP MACRO x_is_none(raw) AS
    x_is_blank(raw)
    OR (strlen(raw) <= 18 AND x_trim(raw) IN ('无', '暂无', '不详', '未知', '不适用', '未填', '未载明', '000000000000000000'));

CREATE OR REPLACE TEMP MACRO x_text(raw) AS
    CASE WHEN raw IS NULL THEN NULL WHEN x_is_blank(raw) THEN NULL ELSE x_trim(raw) END;

CREATE OR REPLACE TEMP MACRO x_bool(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN lower(x_fold(x_trim(raw))) IN ('是', '有', 'y', 'yes', 'true', 't', '1', '1.0', '√', '✓', '对') THEN TRUE
        WHEN lower(x_fold(x_trim(raw))) IN ('否', '无', '没有', 'n', 'no', 'false', 'f', '0', '0.0', '×', '✗', '不是') THEN FALSE
    END;

-- A list is written with any separator, or came as a JSON array.
CREATE OR REPLACE TEMP MACRO x_list(raw) AS
    CASE
        WHEN raw IS NULL THEN NULL
        WHEN x_is_none(raw) THEN NULL
        WHEN NOT regexp_matches(raw, '[;；、,，|\n\[]') THEN [x_trim(raw)]
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
