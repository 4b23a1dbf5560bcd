-- Registered firms with the person behind them; a name is an identifier only if one firm bears it.
SELECT
    record_id,
    credit_code,
    name,
    replace(x_name(name), '有限责任公司', '有限公司') AS name_key,
    entity_type,
    legal_rep,
    legal_rep_id_no AS owner_id,
    count(*) OVER (PARTITION BY replace(x_name(name), '有限责任公司', '有限公司')) = 1 AS is_only_bearer
FROM known.entity
