-- Registered firms with the person behind them; a name is an identifier only if one firm bears it.
SELECT
    record_id,
    credit_code,
    name,
    norm_name(name) AS name_key,
    entity_type,
    legal_rep,
    legal_rep_id_no,
    count(*) OVER (PARTITION BY norm_name(name)) = 1 AS is_only_bearer
FROM known.entity
