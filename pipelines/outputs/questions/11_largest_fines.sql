-- 罚款最高的处罚决定
SELECT decision_no AS 文号, authority AS 机关, decided_on AS 决定日期, violation AS 违法行为, fine_cny AS 罚款
FROM penalty WHERE fine_cny IS NOT NULL
ORDER BY fine_cny DESC, 文号 LIMIT 50
