-- The party of each case record under one id: the firm's credit code where it is known (from the record or
-- from the registry), else the person's number, else the name.
WITH party AS (
    SELECT * FROM party.mention WHERE role = 'party'
)
SELECT
    p.feed,
    p.record_id,
    coalesce(
        p.credit_code,
        f.credit_code,
        'P' || left(md5(p.name_key || coalesce(p.id_hash, p.id_region || p.id_tail, '')), 12)
    ) AS party_id,
    p.name AS party_name,
    coalesce(p.credit_code, f.credit_code) AS credit_code
FROM party AS p
LEFT JOIN party.firm AS f ON p.credit_code IS NULL AND f.is_only_bearer AND f.name_key = p.name_key AND p.is_firm
