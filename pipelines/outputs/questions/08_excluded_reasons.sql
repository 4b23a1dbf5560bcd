-- 各模型的例外与事实不足原因
SELECT c.title_zh AS 模型, o.zh AS 结果, coalesce(r.zh, e.reason_code) AS 原因, count(*) AS 件数
FROM excluded_or_insufficient AS e
LEFT JOIN model_card AS c ON c.id = e.model
LEFT JOIN label AS o ON o.kind = 'outcome' AND o.code = e.outcome
LEFT JOIN label AS r ON r.kind = 'reason' AND r.code = e.model || '.' || e.reason_code
GROUP BY e.model, c.title_zh, o.zh, 原因 ORDER BY e.model, 结果, 件数 DESC, 原因
