-- Registered firms with the person behind them, and their names and contacts as they are compared.
WITH keyed AS (
    SELECT *, x_party(name) AS name_key
    FROM known.entity
    SEMI JOIN (SELECT record_id FROM party_fresh WHERE feed = 'entity') USING (record_id) -- part
)
SELECT
    record_id,
    credit_code,
    name,
    name_key,
    x_loose(name_key) AS loose_key,
    x_brand(name_key) AS brand,
    x_city(name_key) AS city,
    x_district(name_key) AS district,
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
    parent_credit_code
FROM keyed
