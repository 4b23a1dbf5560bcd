-- 各类数据已接入的期间
SELECT feed AS 数据类别, from_on AS 自, to_on AS 至
FROM coverage ORDER BY ALL
