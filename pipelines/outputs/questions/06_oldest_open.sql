-- 最久未核查的线索
SELECT finding_id AS 线索编号, first_seen AS 首次出现, failure_mode AS 问题类型, authority AS 机关, subject_no AS 文号
FROM finding WHERE status IN ('new', 'open', 'reopened')
ORDER BY first_seen, rank LIMIT 50
