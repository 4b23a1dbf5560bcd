-- 优秀案例
SELECT 'YX-' || finding_id AS 案例编号, failure_mode AS 问题类型, authority AS 有关机关,
    CASE WHEN subject_kind = 'party' THEN coalesce(related_nos[1], subject_no) ELSE subject_no END AS 文号,
    offence AS 涉嫌罪名,
    verdict AS 核查结论
FROM finding
WHERE is_exemplary AND (getvariable('authority') IS NULL OR contains(authority, getvariable('authority')))
ORDER BY finding_id
