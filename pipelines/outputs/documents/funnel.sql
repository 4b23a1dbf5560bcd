-- The reverse flow as a funnel, per authority, offence and month of the decision not to prosecute: of those decided,
-- how many were reviewed, drew an opinion, a reply, a penalty, and were verified. Each step counts only those that
-- took the step before, whose number is its denominator; on the day of the run.
WITH spared AS (
    SELECT
        p.record_id,
        coalesce(p.competent_authority, n.authority, '未明') AS authority,
        p.offence,
        strftime(p.decided_on, '%Y-%m') AS "month",
        p.review_closed_on IS NOT NULL AS is_reviewed
    FROM known.prosecution AS p
    LEFT JOIN fact.norm AS n ON n.offence = p.offence
    WHERE p.decision IN ('法定不起诉', '酌定不起诉', '存疑不起诉') AND p.decided_on IS NOT NULL
),
opined AS (
    SELECT
        g.pros_record AS record_id,
        TRUE AS has_opinion,
        bool_or(coalesce(d.replied_on, t.letter_replied_on) IS NOT NULL) AS is_answered,
        bool_or(d.verified_on IS NOT NULL) AS is_verified
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id AND d.kind = '检察意见书'
    JOIN fact.paper_due AS t ON t.record_id = d.record_id
    GROUP BY g.pros_record
),
penalised AS (
    SELECT DISTINCT record_id FROM fact.followed WHERE feed = 'prosecution' AND to_feed = 'penalty' AND is_answer
),
stepped AS (
    SELECT
        s.*,
        s.is_reviewed AND coalesce(o.has_opinion, FALSE) AS has_opinion,
        has_opinion AND coalesce(o.is_answered, FALSE) AS is_answered,
        is_answered AND h.record_id IS NOT NULL AS is_penalised,
        is_penalised AND coalesce(o.is_verified, FALSE) AS is_verified
    FROM spared AS s
    LEFT JOIN opined AS o USING (record_id)
    LEFT JOIN penalised AS h USING (record_id)
)
SELECT
    CASE WHEN grouping(authority) = 0 THEN authority END AS authority,
    CASE WHEN grouping(offence) = 0 THEN offence END AS offence,
    CASE WHEN grouping("month") = 0 THEN "month" END AS "month",
    count(*) AS not_prosecuted,
    count(*) FILTER (WHERE is_reviewed) AS reviewed,
    count(*) FILTER (WHERE has_opinion) AS opinions,
    count(*) FILTER (WHERE is_answered) AS answered,
    count(*) FILTER (WHERE is_penalised) AS penalised,
    count(*) FILTER (WHERE is_verified) AS verified,
    (SELECT as_of FROM known.run) AS as_of
FROM stepped
GROUP BY GROUPING SETS ((), (authority), (offence), ("month"))
ORDER BY grouping(authority) + grouping(offence) + grouping("month") DESC, authority NULLS LAST, offence NULLS LAST, "month" NULLS LAST
