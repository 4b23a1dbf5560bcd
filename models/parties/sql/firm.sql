-- Registered firms with the person behind them; a name is an identifier only if one firm bears it.
SELECT
    record_id,
    credit_code,
    name,
    name_key,
    loose_key,
    brand,
    entity_type,
    coalesce(entity_type IN ('个体工商户', '个人独资企业'), starts_with(credit_code, '92')) AS is_sole,
    legal_rep,
    legal_rep_key,
    legal_rep_id_no AS owner_id,
    former_names,
    phone_key,
    address_key,
    established_on,
    cancelled_on,
    parent_credit_code,
    count(*) OVER (PARTITION BY name_key) = 1 AS is_only_bearer
FROM known.entity
JOIN party.firm_form USING (record_id, version)
