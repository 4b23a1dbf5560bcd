-- 重点风险点
SELECT
    rank AS 名次, finding_id AS 线索编号, failure_mode AS 问题类型, authority AS 有关机关,
    -- 当事人编号不便查找，以其第一份文书代之
    CASE WHEN subject_kind = 'party' THEN coalesce(related_nos[1], subject_no) ELSE subject_no END AS 文号,
    offence AS 涉嫌罪名, value AS 认定值, threshold AS 标准, unit AS 单位
FROM finding
WHERE status <> 'cleared' AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
ORDER BY rank, finding_id LIMIT 20
