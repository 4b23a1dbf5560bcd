-- The telling figures of each record that is new or different: amounts and quantities in its account and columns.
WITH told AS (
    SELECT 'penalty' AS feed, record_id, facts AS account,
           [goods_value_cny, business_amount_cny, sales_amount_cny, illegal_gain_cny, tax_amount_cny] AS amounts
    FROM known.penalty
    UNION ALL SELECT 'admin_case', record_id, facts, NULL FROM known.admin_case
    UNION ALL SELECT 'transfer', record_id, facts, NULL FROM known.transfer
    UNION ALL SELECT 'police_case', record_id, facts, NULL FROM known.police_case
    UNION ALL SELECT 'prosecution', record_id, facts, [amount_cny] FROM known.prosecution
    UNION ALL SELECT 'judgment', record_id, facts, NULL FROM known.judgment
    UNION ALL SELECT 'procuratorial_document', record_id, content, NULL FROM known.procuratorial_document
),
every AS (
    SELECT feed, record_id, unnest(x_told_figures(account)) AS figure
    FROM told JOIN party_fresh USING (feed, record_id)
    UNION
    SELECT feed, record_id, unnest(list_transform(amounts, lambda amount: (amount::DECIMAL(20, 2) * 100)::BIGINT))
    FROM told JOIN party_fresh USING (feed, record_id)
)
SELECT feed, record_id, figure
FROM every
WHERE x_telling_digits(figure) >= (SELECT value FROM party.setting WHERE id = 'telling_digits')
