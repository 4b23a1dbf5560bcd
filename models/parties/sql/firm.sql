-- Registered firms with the person behind them; a name is an identifier only if one firm bears it.
WITH named AS (
    SELECT *, x_party(name) AS name_key FROM known.entity
)
SELECT
    record_id,
    credit_code,
    name,
    name_key,
    x_loose(name_key) AS loose_key,
    x_brand(name_key) AS brand,
    entity_type,
    coalesce(entity_type IN ('个体工商户', '个人独资企业'), starts_with(credit_code, '92')) AS is_sole,
    legal_rep,
    x_party(legal_rep) AS legal_rep_key,
    legal_rep_id_no AS owner_id,
    former_names,
    x_phone(phone) AS phone_key,
    x_address(address) AS address_key,
    established_on,
    cancelled_on,
    parent_credit_code,
    count(*) OVER (PARTITION BY name_key) = 1 AS is_only_bearer
FROM named
