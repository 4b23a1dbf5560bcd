-- 各来源各类数据的去向
SELECT i.source AS 来源, l.zh AS 数据类别, sum(i.received) AS 收到, sum(i.loaded) AS 入库, sum(i.duplicate) AS 重复,
    sum(i.revised) AS 更正, sum(i.quarantined) AS 隔离, sum(i.resent) AS 隔离后已重新报送, max(i.last_on) AS 最晚日期
FROM intake AS i JOIN label AS l ON l.kind = 'feed' AND l.code = i.feed
GROUP BY ALL ORDER BY 来源, 数据类别
