-- 各类数据已接入的期间（首末各放宽一次报送的间隔）
SELECT l.zh AS 数据类别, c.from_on AS 自, c.to_on AS 至
FROM coverage AS c JOIN label AS l ON l.kind = 'feed' AND l.code = c.feed
ORDER BY ALL
