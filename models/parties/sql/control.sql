-- Bodies under one control: one person is legal representative, operator or majority shareholder of several, or
-- one is a branch of the other.
WITH held AS (
    SELECT unit_id, 'G' || substr(person_id, 2) AS group_id, string_agg(DISTINCT role, '、' ORDER BY role) AS basis_zh
    FROM party.bearer
    WHERE role IN ('法定代表人', '经营者', '控股股东') AND starts_with(person_id, 'P')
      AND 'G' || substr(person_id, 2) IN (SELECT group_id FROM touched_control) -- part
    GROUP BY unit_id, group_id
    UNION ALL
    SELECT credit_code, 'G' || parent_credit_code, '分支机构' FROM party.firm WHERE parent_credit_code IS NOT NULL
    UNION ALL
    SELECT DISTINCT parent_credit_code, 'G' || parent_credit_code, '隶属企业' FROM party.firm WHERE parent_credit_code IS NOT NULL
)
SELECT *
FROM held
SEMI JOIN touched_control USING (group_id) -- part
QUALIFY count(*) OVER (PARTITION BY group_id) > 1
