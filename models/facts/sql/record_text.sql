-- The texts of a record that are read for amounts and circumstances, in the order in which they are believed:
-- what was found before what was decided, and both before the name of the violation and remarks.
SELECT 'penalty' AS feed, record_id, 'facts' AS told_in, 1 AS place, facts AS text FROM known.penalty
UNION ALL
SELECT 'penalty', record_id, 'penalty_text', 2, penalty_text FROM known.penalty
UNION ALL
SELECT 'penalty', record_id, 'violation', 3, violation FROM known.penalty
UNION ALL
SELECT 'penalty', record_id, 'remark', 4, remark FROM known.penalty
UNION ALL
SELECT 'admin_case', record_id, 'facts', 1, facts FROM known.admin_case
UNION ALL
SELECT 'admin_case', record_id, 'close_reason', 2, close_reason FROM known.admin_case
UNION ALL
SELECT 'admin_case', record_id, 'violation', 3, violation FROM known.admin_case
UNION ALL
SELECT 'transfer', record_id, 'facts', 1, facts FROM known.transfer
