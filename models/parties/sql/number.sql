-- The numbers by which papers of one case refer to one another.
WITH every AS (
    SELECT 'penalty' AS feed, record_id, unnest([
        {kind: 'decision', no: x_authority(authority) || x_number(decision_no)},
        {kind: 'case', no: x_authority(authority) || x_number(case_no)}]) AS n
    FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id, {kind: 'case', no: x_authority(authority) || x_number(case_no)} FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id, unnest([
        {kind: 'decision', no: x_authority(authority) || x_number(decision_no)},
        {kind: 'case', no: x_authority(authority) || x_number(case_no)},
        {kind: 'transfer', no: x_number(transfer_no)}, {kind: 'police', no: x_number(police_case_no)}])
    FROM known.transfer
    UNION ALL
    SELECT 'police_case', record_id, unnest([
        {kind: 'transfer', no: x_number(transfer_no)}, {kind: 'police', no: x_number(police_case_no)}])
    FROM known.police_case
    UNION ALL
    SELECT 'prosecution', record_id, unnest([
        {kind: 'police', no: x_number(police_case_no)}, {kind: 'prosecution', no: x_number(pros_no)}])
    FROM known.prosecution
    UNION ALL
    SELECT 'judgment', record_id, {kind: 'prosecution', no: x_number(pros_no)} FROM known.judgment
    UNION ALL
    SELECT 'procuratorial_document', record_id, unnest([
        {kind: 'transfer', no: x_number(transfer_no)}, {kind: 'police', no: x_number(police_case_no)},
        {kind: 'prosecution', no: x_number(pros_no)}])
    FROM known.procuratorial_document
)
SELECT feed, record_id, n.kind AS kind, n.no AS no
FROM every
WHERE n.no IS NOT NULL
