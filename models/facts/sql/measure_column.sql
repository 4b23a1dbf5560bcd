-- Amounts that the authority gave in a column of their own. The tax column serves four offences: which one it
-- is follows from the conduct. (The usual name of false invoicing, "虚开增值税专用发票或者虚开用于骗取出口退税、
-- 抵扣税款的其他发票", speaks of refunds too: so false invoicing is asked first.)
WITH row_amount AS (
    SELECT
        'penalty' AS feed, record_id, coalesce(violation, '') || ' ' || coalesce(facts, '') AS conduct, violation,
        goods_value_cny, business_amount_cny, sales_amount_cny, illegal_gain_cny, tax_amount_cny
    FROM known.penalty
    UNION ALL
    SELECT
        'admin_case', record_id, coalesce(violation, '') || ' ' || coalesce(facts, ''), violation,
        goods_value_cny, business_amount_cny, sales_amount_cny, illegal_gain_cny, tax_amount_cny
    FROM known.admin_case
),
long AS (
    SELECT feed, record_id, 'sales_cny' AS measure, sales_amount_cny AS amount, 'sales_amount_cny' AS name
    FROM row_amount
    UNION ALL
    SELECT feed, record_id, 'goods_cny', goods_value_cny, 'goods_value_cny' FROM row_amount
    UNION ALL
    SELECT feed, record_id, 'business_cny', business_amount_cny, 'business_amount_cny' FROM row_amount
    UNION ALL
    SELECT feed, record_id, 'gain_cny', illegal_gain_cny, 'illegal_gain_cny' FROM row_amount
    UNION ALL
    SELECT
        feed, record_id,
        CASE
            WHEN regexp_matches(violation, '走私') THEN 'customs_tax_cny'
            WHEN regexp_matches(violation, '虚开') THEN 'invoice_tax_cny'
            WHEN regexp_matches(violation, '骗取(国家)?(出口)?退税') THEN 'tax_refund_cny'
            WHEN regexp_matches(violation, '偷税|逃税|偷逃|逃避缴纳|不缴|少缴') THEN 'tax_evaded_cny'
            WHEN regexp_matches(conduct, '虚开') THEN 'invoice_tax_cny'
            WHEN regexp_matches(conduct, '骗取(国家)?(出口)?退税') THEN 'tax_refund_cny'
            ELSE 'tax_evaded_cny'
        END,
        tax_amount_cny, 'tax_amount_cny'
    FROM row_amount
)
SELECT feed, record_id, measure, amount::DECIMAL(18, 4) AS amount, 'column:' || name AS origin
FROM long
CROSS JOIN fact.contradiction
WHERE amount >= 0 AND amount < implausible
