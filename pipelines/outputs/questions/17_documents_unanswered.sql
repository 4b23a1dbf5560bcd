-- 未回复的检察文书
SELECT doc_no AS 文书号, kind AS 种类, to_authority AS 受文机关, issued_on AS 制发日期, reply_due_on AS 回复期限
FROM procuratorial_document WHERE replied_on IS NULL
ORDER BY issued_on, 文书号
