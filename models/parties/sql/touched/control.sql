-- Groups that one may have entered or left.
SELECT 'G' || substr(person_id, 2) AS group_id FROM changed_bearer
UNION
SELECT 'G' || parent_credit_code FROM changed_firm WHERE parent_credit_code IS NOT NULL
