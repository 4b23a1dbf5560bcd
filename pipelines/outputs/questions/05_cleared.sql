-- 已消除的线索及消除时间
SELECT f.finding_id AS 线索编号, f.failure_mode AS 问题类型, f.authority AS 机关, f.subject_no AS 文号, max(e."at") AS 消除时间
FROM finding AS f JOIN finding_event AS e USING (finding_id)
WHERE f.status = 'cleared' AND e.kind = 'cleared'
GROUP BY ALL ORDER BY 消除时间 DESC, 线索编号
