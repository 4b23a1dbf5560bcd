-- 各罪名的现存线索数
SELECT f.offence AS 罪名, f.model AS 模型, c.title_zh AS 模型名称, count(*) AS 条数
FROM finding AS f LEFT JOIN model_card AS c ON c.id = f.model
WHERE f.status <> 'cleared' AND f.offence IS NOT NULL
GROUP BY ALL ORDER BY 条数 DESC, 罪名, 模型
