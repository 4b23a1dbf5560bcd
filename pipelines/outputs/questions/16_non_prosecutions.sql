-- 不起诉决定的种类与审查结论
SELECT decision AS 决定, coalesce(review_conclusion, '未见') AS 行政检察审查结论, count(*) AS 人数
FROM prosecution WHERE decision LIKE '%不起诉'
GROUP BY ALL ORDER BY 决定, 人数 DESC, 行政检察审查结论
