-- What can answer an administrative record: a transfer really sent, a police case, a prosecution, a judgment;
-- each with the kinds of conduct its offence stands for (none: an offence that the rulebook does not know).
WITH every AS (
    SELECT 'transfer' AS feed, record_id, transfer_no AS no, authority, suspected_offence AS offence,
           transferred_on::DATE AS from_on,
           CASE WHEN police_decision = '不予立案' THEN police_decided_on END AS declined_on,
           NULL::DATE AS not_prosecuted_on, NULL::DATE AS act_ended_on, facts
    FROM known.transfer
    WHERE kind = '涉嫌犯罪' AND transferred_on IS NOT NULL
      AND coalesce(approval, '') <> '不批准' AND coalesce(police_decision, '') <> '退回'
    UNION ALL
    SELECT 'police_case', record_id, police_case_no, police_org, offence, filed_on, NULL, NULL, NULL, facts
    FROM known.police_case
    UNION ALL
    SELECT 'prosecution', record_id, pros_no, NULL, offence, accepted_on, NULL,
           CASE WHEN decision IN ('法定不起诉', '酌定不起诉', '存疑不起诉') THEN decided_on END,
           act_ended_on, facts
    FROM known.prosecution
    UNION ALL
    SELECT 'judgment', record_id, court_case_no, court, offence, judged_on, NULL, NULL, NULL, facts
    FROM known.judgment
),
named AS (
    SELECT n.offence, list(DISTINCT o.conduct ORDER BY o.conduct) AS conducts, list(o.code ORDER BY o.code) AS codes
    FROM (SELECT DISTINCT offence FROM every WHERE offence IS NOT NULL) AS n
    JOIN rule.offence AS o ON contains(n.offence, o.short_name)
    GROUP BY n.offence
)
SELECT
    e.*, n.conducts, n.codes,
    -- The first day that its account tells: the act cannot have begun later.
    list_min(list_transform(
        regexp_extract_all(e.facts, '(?:19|20)\d{2}年\d{1,2}月\d{1,2}日'),
        lambda day: try_strptime(day, '%Y年%m月%d日')::DATE
    )) AS told_from_on
FROM every AS e
LEFT JOIN named AS n USING (offence)
