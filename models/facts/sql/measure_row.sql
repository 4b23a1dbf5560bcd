-- What texts tell item by item without a total: "3月2日卤肉280元，3月5日香烟720元", "净重依次为1.60吨、1.95吨", and quantity
-- times unit price, "充电钻6把，每把380元" or "每天200元，共15天". Items in a row, each after a date, a number or a short name, with
-- the same act or none, are added up. A row beside another amount of its kind that is as large is the row of a total.
WITH record_text AS (
    {record_text}
),
wanted AS (
    SELECT DISTINCT c.feed, c.record_id, m.measure, m.unit
    FROM fact.candidate AS c
    JOIN fact.measured_alone AS m USING (offence)
),
wanted_text AS (
    SELECT DISTINCT r.own_hash AS text_hash, w.unit
    FROM wanted AS w
    JOIN fact.record_text AS r ON (r.feed, r.record_id) = (w.feed, w.record_id) AND r.told_in = 'facts'
),
body AS (
    SELECT text_hash, translate(any_value(text ORDER BY text), '０１２３４５６７８９．', '0123456789.') AS text
    FROM (SELECT md5(text) AS text_hash, text FROM record_text WHERE told_in = 'facts' AND text IS NOT NULL)
    SEMI JOIN wanted_text USING (text_hash)
    GROUP BY text_hash
),
amount AS (
    SELECT
        b.text_hash, b.text, a.unit, a.role, a.whose, a.kind, a.value::DECIMAL(20, 4) AS lo, a.value_hi::DECIMAL(20, 4) AS hi, a.start, a."end",
        substr(b.text, greatest(a.start - 11, 1), least(12, a.start)) AS ahead,
        substr(b.text, a."end" + 1, 4) AS after,
        -- 天 and 日, 个月 and 月 are one
        replace(regexp_extract(a.span, {unit_sign}, 1), '日', '天') AS sign
    FROM fact.text_amount AS a
    JOIN body AS b USING (text_hash)
    CROSS JOIN fact.reader AS v
    CROSS JOIN fact.contradiction AS x
    WHERE a.extractor = v.extractor AND a.kind IN ('stated', 'total') AND coalesce(a.value_hi, a.value) < x.implausible
      -- 卖了6,200条，一条四毛 is no second lot, of one and four tenths
      AND NOT (a.unit <> '元' AND regexp_matches(a.span, '^一[^0-9][^0-9]?[元块毛角分]$'))
),
price AS (
    SELECT * REPLACE (replace(ahead, '日', '天') AS ahead, replace(after, '日', '天') AS after) FROM amount WHERE unit = '元' AND lo = hi AND list_contains({priced}, role)
),
pair AS (
    SELECT
        c.text_hash, c.text, c.start AS count_start, c."end" AS count_end,
        -- the price is for one of the unit that is written: 720斤，一斤15元
        (c.lo / c.kept)::DECIMAL(20, 4) * p.lo AS lo, (c.hi / c.kept)::DECIMAL(20, 4) * p.hi AS hi, p.lo AS each,
        p.start AS price_start, p."end" AS price_end,
        min(p.start) OVER told < min(c.start) OVER told AS is_price_first,
        regexp_extract(p.ahead, '([一-龥]{{2,6}}?)(?:每|按|单价)[^每按]*$', 1) AS name
    FROM (
        -- 一次五千元，一次三千元 is each time another sum
        SELECT *, coalesce({factors}[sign], 1) AS kept, CASE WHEN list_contains({once}, sign) THEN '(?:每|按)' ELSE '(?:每|按|(?:^|[^0-9十百])[一1])' END AS each
        FROM amount
    ) AS c
    JOIN price AS p ON p.text_hash = c.text_hash
    WHERE c.unit NOT IN ('元', '比例', '倍') AND c.whose = 'party' AND c.sign <> '' AND c.hi IS NOT NULL
      -- A pattern that is put together anew for every pair is costly: most pairs do not hold the sign so.
      AND CASE
          -- 野鸡28只×300元
          WHEN p.start - c."end" BETWEEN 1 AND 3
              AND regexp_full_match(substr(c.text, c."end" + 1, p.start - c."end"), '\s*[×xX*＊✕乘以@]+\s*') THEN TRUE
          WHEN starts_with(substr(p.after, 2), c.sign)
              OR contains(p.ahead, '每' || c.sign) OR contains(p.ahead, '按' || c.sign)
              OR contains(p.ahead, '一' || c.sign) OR contains(p.ahead, '1' || c.sign) THEN
              regexp_matches(p.ahead, c.each || regexp_escape(c.sign) || '[^0-9，,。；;]{{0,9}}$')
              OR regexp_matches(p.after, '^(?:/|' || c.each || ')' || regexp_escape(c.sign))
          ELSE FALSE
      END
    WINDOW told AS (PARTITION BY c.text_hash)
),
-- Each count has the price next to it, in the order in which the first of them stand.
product AS (
    SELECT
        text_hash, text, '元' AS unit, lo, hi, each,
        name <> '' AND contains(substr(text, greatest(count_start - 7, 1), least(8, count_start)), name) AS is_named,
        count_start AS start, CASE WHEN price_start - count_end BETWEEN 0 AND 12 THEN price_end ELSE count_end END AS "end"
    FROM pair
    WHERE (price_start < count_start) = is_price_first
    -- 竹鸡64只、斑鸠39只……竹鸡每只150元，斑鸠每只100元: the price that has the name of what is counted, else the next one
    QUALIFY row_number() OVER (
        PARTITION BY text_hash, count_start
        ORDER BY is_named DESC, abs(price_start - count_start)
    ) = 1
),
untold AS (
    SELECT p.*
    FROM product AS p
    WHERE NOT EXISTS (
        SELECT 1 FROM amount AS a WHERE a.text_hash = p.text_hash AND a.unit = '元' AND abs(a.lo - p.lo) <= 1
    )
),
item AS (
    SELECT text_hash, text, unit, lo, hi, start, "end", NULL AS each, FALSE AS is_named
    FROM amount
    ANTI JOIN (SELECT text_hash, price_start AS start FROM pair) USING (text_hash, start)
    WHERE (list_contains({roles}, role) OR role IN ('price', 'list_price') AND NOT regexp_matches(ahead || '元' || after, {each}))
      AND whose = 'party' AND kind = 'stated' AND hi IS NOT NULL AND lo > 0
    UNION ALL
    SELECT text_hash, text, unit, lo, hi, start, "end", each, is_named FROM untold
),
labelled AS (
    SELECT
        i.*,
        is_named AND lag(is_named) OVER told AS is_named_too,
        substr(text, lag("end") OVER told + 1, start - lag("end") OVER told) AS between,
        regexp_extract(substr(text, greatest(start - 29, 1), least(30, start)), '[^。；;]*$') AS ahead
    FROM item AS i
    SEMI JOIN wanted_text AS w USING (text_hash, unit)
    WINDOW told AS (PARTITION BY text_hash, unit ORDER BY start)
),
linked AS (
    SELECT
        *,
        -- what has a price by its name is added up, whatever stands between
        coalesce(is_named_too OR regexp_full_match(between, {between}) AND NOT regexp_matches(between, {never}), FALSE) AS is_next
    FROM labelled
),
numbered AS (
    SELECT *, count_if(NOT is_next) OVER (PARTITION BY text_hash, unit ORDER BY start) AS run
    FROM linked
),
run AS (
    SELECT
        text_hash, unit, sum(lo) AS lo, sum(hi) AS hi, list(lo) || list(each) || [sum(each)] AS items, count(*) AS n, count(each) > 0 AS is_product,
        min(start) AS start, max("end") AS "end", any_value(text ORDER BY start) AS text,
        -- an act before the first item and none between them is the act of all
        count(DISTINCT nullif(regexp_extract(CASE WHEN is_next THEN between ELSE regexp_extract(ahead, '[^，,：:、]*$') END, {acts}), '')) AS acts,
        count(DISTINCT nullif(regexp_extract(between, {acts}), '')) FILTER (WHERE is_next) AS later_acts,
        regexp_matches(any_value(ahead ORDER BY start), '(?:' || {before} || ')[^，,：:]{{0,12}}$') AS is_else
    FROM numbered
    GROUP BY text_hash, unit, run
),
chosen AS (
    SELECT *
    FROM run
    WHERE (n > 1 OR is_product) AND (acts <= 1 OR later_acts = 0) AND NOT is_else
    QUALIFY count(*) OVER (PARTITION BY text_hash, unit) = 1
)
SELECT
    w.feed, w.record_id, w.measure, c.lo, c.hi, c.items, c.start, c."end", substr(c.text, c.start + 1, c."end" - c.start) AS span, r.place
FROM wanted AS w
JOIN fact.record_text AS r ON (r.feed, r.record_id) = (w.feed, w.record_id) AND r.told_in = 'facts'
JOIN chosen AS c ON c.text_hash = r.own_hash AND c.unit = w.unit
WHERE NOT EXISTS (
    SELECT 1 FROM item AS i
    WHERE i.text_hash = c.text_hash AND i.unit = c.unit AND (i.start < c.start OR i.start >= c."end") AND i.lo >= c.lo
)
