-- 各罪名的现存线索数
SELECT offence AS 罪名, model AS 模型, count(*) AS 条数
FROM finding WHERE status <> 'cleared' AND offence IS NOT NULL
GROUP BY ALL ORDER BY 条数 DESC, 罪名, 模型
