-- What follows from the stated amounts, as intervals. Each bound is only taken where it does not contradict what
-- was stated; a negative remainder (more sold than there was) leaves the remainder unknown.
--   goods    = sold + unsold (货值金额 counts both)
--   unsold   = goods - sold; sold = goods - unsold
--   sold     >= business - unsold: what an authority calls 经营数额 is what was sold, or that and what was not
--   sold, unsold <= goods; and <= business, since 非法经营数额 counts goods made, stored, moved and sold (法释〔2025〕5号 art. 28)
--   business = goods, where the authority speaks of goods only (same source)
--   labels sold = all labels less those not sold yet; all of them where nothing is said of these
--   hazardous waste <= all waste: what is hazardous is a part of it
--   gain     <= sold, else <= business: for goods a gain is receipts less purchases, and nobody receives more than was sold
--   bribe    = gain, of who was bribed (measured.yaml), where no bribe is told
--   marks   <= the marks named one by one (“甲”“乙”注册商标): whether they point to different sources is not told
--   gain     = sold, else = business, of offences whose gain is all that was taken in (measured.yaml)
WITH stated AS (
    SELECT
        feed, record_id,
        max(lo) FILTER (WHERE measure = 'sales_cny') AS s_lo, max(hi) FILTER (WHERE measure = 'sales_cny') AS s_hi,
        max(lo) FILTER (WHERE measure = 'unsold_cny') AS u_lo, max(hi) FILTER (WHERE measure = 'unsold_cny') AS u_hi,
        max(lo) FILTER (WHERE measure = 'goods_cny') AS g_lo, max(hi) FILTER (WHERE measure = 'goods_cny') AS g_hi,
        max(lo) FILTER (WHERE measure = 'business_cny') AS b_lo, max(hi) FILTER (WHERE measure = 'business_cny') AS b_hi,
        max(lo) FILTER (WHERE measure = 'gain_cny') AS n_lo
    FROM fact.measure_told
    WHERE is_used AND measure IN ('sales_cny', 'unsold_cny', 'goods_cny', 'business_cny', 'gain_cny')
    GROUP BY feed, record_id
),
remainder AS (
    SELECT
        *,
        -- The total of all goods: stated, or at least what is stated of its parts.
        coalesce(g_lo, coalesce(s_lo, 0) + coalesce(u_lo, 0)) AS all_lo,
        coalesce(g_hi, s_hi + u_hi) AS all_hi,
        coalesce(g_lo IS NOT NULL AND g_lo >= s_lo, FALSE) AS has_unsold_rest,
        coalesce(g_lo IS NOT NULL AND g_lo >= u_lo, FALSE) AS has_sold_rest
    FROM stated
),
bound AS (
    SELECT
        *,
        CASE WHEN all_hi IS NULL OR all_hi > b_hi THEN coalesce(b_hi, all_hi) ELSE all_hi END AS cap_hi
    FROM remainder
),
goods AS (
    SELECT feed, record_id, 'goods_cny' AS measure, all_lo AS lo,
           CASE WHEN s_hi + u_hi IS NULL AND b_hi >= all_lo THEN b_hi ELSE s_hi + u_hi END AS hi,
           CASE WHEN s_lo IS NULL AND u_lo IS NULL THEN 'derived:<=business_cny' ELSE 'derived:sales_cny+unsold_cny' END AS origin
    FROM bound
    WHERE g_lo IS NULL AND (all_lo > 0 OR s_hi + u_hi IS NOT NULL OR b_hi IS NOT NULL)
),
unsold AS (
    SELECT feed, record_id, 'unsold_cny' AS measure,
           CASE WHEN has_unsold_rest THEN greatest(g_lo - s_hi, 0) ELSE 0 END AS lo,
           CASE WHEN has_unsold_rest THEN g_hi - s_lo ELSE cap_hi END AS hi,
           CASE WHEN has_unsold_rest THEN 'derived:goods_cny-sales_cny'
                WHEN g_hi IS NOT NULL THEN 'derived:<=goods_cny' ELSE 'derived:<=business_cny' END AS origin
    FROM bound
    WHERE u_lo IS NULL AND (has_unsold_rest OR (cap_hi IS NOT NULL AND NOT coalesce(g_lo < s_lo, FALSE)))
),
sold AS (
    SELECT feed, record_id, 'sales_cny' AS measure,
           CASE WHEN has_sold_rest THEN greatest(g_lo - u_hi, 0) ELSE greatest(coalesce(b_lo - u_hi, 0), 0) END AS lo,
           CASE WHEN has_sold_rest THEN g_hi - u_lo ELSE cap_hi END AS hi,
           CASE WHEN has_sold_rest THEN 'derived:goods_cny-unsold_cny'
                WHEN b_lo > u_hi THEN 'derived:>=business_cny-unsold_cny'
                WHEN g_hi IS NOT NULL THEN 'derived:<=goods_cny' ELSE 'derived:<=business_cny' END AS origin
    FROM bound
    WHERE s_lo IS NULL AND (has_sold_rest OR (cap_hi IS NOT NULL AND NOT coalesce(g_lo < u_lo, FALSE)))
),
business AS (
    SELECT feed, record_id, 'business_cny' AS measure, all_lo AS lo, all_hi AS hi, 'derived:goods_cny' AS origin
    FROM bound
    WHERE b_lo IS NULL AND (all_lo > 0 OR all_hi IS NOT NULL)
),
counted AS (
    SELECT feed, record_id, bool_or(counted = 'offences') AS is_turnover
    FROM (SELECT DISTINCT feed, record_id, offence FROM fact.candidate)
    JOIN fact.receipts USING (offence)
    GROUP BY feed, record_id
    HAVING NOT bool_or(counted = 'unless') AND NOT bool_and(counted = 'bribed')
),
received AS (
    SELECT
        feed, record_id, 'gain_cny' AS measure,
        coalesce(s_lo, CASE WHEN is_turnover THEN b_lo END) AS lo,
        CASE WHEN s_lo IS NOT NULL THEN s_hi ELSE b_hi END AS hi,
        CASE WHEN s_lo IS NOT NULL THEN 'derived:=sales_cny' ELSE 'derived:=business_cny' END AS origin
    FROM stated
    JOIN counted USING (feed, record_id)
    WHERE n_lo IS NULL AND coalesce(s_lo, CASE WHEN is_turnover THEN b_lo END) > 0
),
gain AS (
    FROM received
    UNION ALL
    SELECT b.feed, b.record_id, 'gain_cny' AS measure, 0 AS lo, coalesce(b.s_hi, s.hi, b.cap_hi) AS hi,
           CASE WHEN coalesce(b.s_hi, s.hi) IS NOT NULL THEN 'derived:<=sales_cny' ELSE 'derived:<=business_cny' END AS origin
    FROM bound AS b
    LEFT JOIN sold AS s USING (feed, record_id)
    ANTI JOIN received AS r USING (feed, record_id)
    WHERE b.n_lo IS NULL AND coalesce(b.s_hi, s.hi, b.cap_hi) IS NOT NULL
),
bribe AS (
    SELECT t.feed, t.record_id, 'bribe_cny' AS measure, max(t.lo) AS lo, max(t.hi) AS hi, 'derived:=gain_cny' AS origin
    FROM fact.measure_told AS t
    JOIN fact.candidate AS c USING (feed, record_id)
    JOIN fact.receipts AS r USING (offence)
    WHERE r.counted = 'bribed' AND t.is_used AND t.measure IN ('gain_cny', 'bribe_cny')
    GROUP BY t.feed, t.record_id
    HAVING bool_and(t.measure = 'gain_cny') AND max(t.lo) > 0
),
label AS (
    SELECT
        feed, record_id,
        max(lo) FILTER (WHERE measure = 'labels_count') AS all_lo, max(hi) FILTER (WHERE measure = 'labels_count') AS all_hi,
        coalesce(max(lo) FILTER (WHERE measure = 'labels_unsold_count'), 0) AS unsold_lo,
        coalesce(max(hi) FILTER (WHERE measure = 'labels_unsold_count'), max(lo) FILTER (WHERE measure = 'labels_unsold_count'), 0) AS unsold_hi
    FROM fact.measure_told
    WHERE is_used AND measure IN ('labels_count', 'labels_unsold_count')
    GROUP BY feed, record_id
),
label_sold AS (
    SELECT feed, record_id, 'labels_sold_count' AS measure, greatest(all_lo - unsold_hi, 0) AS lo, all_hi - unsold_lo AS hi,
           'derived:labels_count-labels_unsold_count' AS origin
    FROM label
    ANTI JOIN (FROM fact.measure_told WHERE measure = 'labels_sold_count' AND is_used) AS t USING (feed, record_id)
    WHERE all_lo >= unsold_lo
),
waste AS (
    SELECT feed, record_id, 'hazardous_waste_t' AS measure, 0 AS lo, max(hi) FILTER (WHERE measure = 'waste_t') AS hi,
           'derived:<=waste_t' AS origin
    FROM fact.measure_told
    WHERE is_used AND measure IN ('waste_t', 'hazardous_waste_t')
    GROUP BY feed, record_id
    HAVING bool_and(measure = 'waste_t') AND max(hi) IS NOT NULL
),
named_mark AS (
    SELECT
        feed, record_id, 'marks_count' AS measure, 1 AS lo,
        len(list_distinct(list_transform(regexp_extract_all(array_to_string(flatten(list(runs)), ''), '[“"「]([^”"」]+)[”"」]', 1), lambda mark: upper(mark)))) AS hi,
        'derived:<=named marks' AS origin
    FROM (
        SELECT
            r.feed, r.record_id,
            regexp_extract_all(r.facts, '((?:[“"「][^”"」]{1,20}[”"」](?:[、，,和及与或]|以及)?)+)(?:等|图形|文字|英文|中文|字样|系列|[0-9两二三四五多]?[种个枚])*的?(?:注册)?(?:商标|品牌|标识)', 1) AS runs
        FROM (
            SELECT 'penalty' AS feed, record_id, facts FROM known.penalty
            UNION ALL SELECT 'admin_case', record_id, facts FROM known.admin_case
            UNION ALL SELECT 'transfer', record_id, facts FROM known.transfer
        ) AS r
        SEMI JOIN fact.candidate AS c ON c.feed = r.feed AND c.record_id = r.record_id
    )
    ANTI JOIN (SELECT feed, record_id FROM fact.measure_told WHERE measure = 'marks_count' AND is_used) AS t USING (feed, record_id)
    GROUP BY feed, record_id
    HAVING hi > 1
),
derived AS (
    FROM named_mark UNION ALL FROM label_sold UNION ALL FROM waste UNION ALL FROM bribe UNION ALL FROM goods UNION ALL FROM unsold UNION ALL FROM sold UNION ALL FROM business UNION ALL FROM gain
)
SELECT
    feed, record_id, measure, lo::DECIMAL(18, 4) AS lo, hi::DECIMAL(18, 4) AS hi, origin,
    NULL::VARCHAR AS span, 0.9 AS confidence, TRUE AS is_used, NULL::VARCHAR AS mark
FROM derived
WHERE hi IS NULL OR hi >= lo
