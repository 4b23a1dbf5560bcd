-- How far each decision not to prosecute came on its way back: reviewed, an opinion, a reply, a penalty, verified.
-- A step counts only where the one before was taken, so that no step of a funnel exceeds the one before it.
-- A conditional decision is not final and not here.
WITH spared AS (
    SELECT
        p.record_id,
        coalesce(p.competent_authority, n.authority, '未明') AS authority,
        -- 盗窃, 盗窃罪 and 涉嫌盗窃罪 are one offence in the figures.
        regexp_replace(regexp_replace(p.offence, '^涉嫌', ''), '罪?$', '罪') AS offence,
        p.decided_on,
        p.review_closed_on IS NOT NULL AS is_reviewed
    FROM known.prosecution AS p
    LEFT JOIN fact.norm AS n ON n.offence = p.offence
    WHERE p.decision IN ('法定不起诉', '酌定不起诉', '存疑不起诉') AND p.decided_on IS NOT NULL
),
opined AS (
    SELECT
        g.pros_record AS record_id,
        bool_or(coalesce(d.replied_on, t.letter_replied_on) IS NOT NULL) AS has_reply,
        bool_or(d.verified_on IS NOT NULL) AS has_check
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id AND d.kind = '检察意见书'
    JOIN fact.paper_due AS t ON t.record_id = d.record_id
    GROUP BY g.pros_record
),
penalised AS (
    SELECT DISTINCT record_id FROM fact.followed WHERE feed = 'prosecution' AND to_feed = 'penalty' AND is_answer
)
SELECT
    s.*,
    s.is_reviewed AND o.record_id IS NOT NULL AS has_opinion,
    has_opinion AND o.has_reply AS is_answered,
    is_answered AND h.record_id IS NOT NULL AS is_penalised,
    is_penalised AND o.has_check AS is_verified
FROM spared AS s
LEFT JOIN opined AS o USING (record_id)
LEFT JOIN penalised AS h USING (record_id)
