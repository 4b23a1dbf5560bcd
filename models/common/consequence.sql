-- Which convictions carry an administrative consequence, and which records show that it was imposed: the ban in
-- the judgment itself, a penalty of the same person of a fitting kind or wording, or a paper of the procuratorate
-- that asks for it.
WITH convicted AS (
    SELECT j.*, c.id AS consequence, c.zh, c.authority AS consequence_authority, c.kinds, c.words, c.sentence_pattern, c.basis, c.is_confirmed,
           coalesce(list_bool_or(list_transform(c.not_where, lambda one: regexp_matches(j.facts, one.told)
               AND NOT coalesce(regexp_matches(j.facts, one."unless"), FALSE))), FALSE) AS is_elsewhere
    FROM known.judgment AS j
    JOIN rule.consequence AS c ON list_bool_or(list_transform(c.names, lambda name: contains(j.offence, name)))
    -- Who is guilty and spared the penalty is convicted, too: a licence goes, where no certain sentence is asked for.
    WHERE j.verdict IN ('有罪', '免予刑事处罚')
    QUALIFY row_number() OVER (PARTITION BY j.record_id ORDER BY c.place) = 1
),
person AS (
    SELECT feed, record_id, actor_id FROM party.actor
),
imposed AS (
    SELECT c.record_id, p.record_id AS penalty_id, p.decision_no, p.decided_on
    FROM convicted AS c
    JOIN person AS a ON a.feed = 'judgment' AND a.record_id = c.record_id
    JOIN person AS b ON b.feed = 'penalty' AND b.actor_id = a.actor_id
    JOIN known.penalty AS p ON p.record_id = b.record_id
    JOIN fact.criminal AS n ON n.feed = 'judgment' AND n.record_id = c.record_id
    -- A licence that was revoked before the act that is told was another one; who is barred for life stays barred.
    WHERE p.revoked_on IS NULL
      AND (coalesce(p.decided_on >= n.told_from_on, TRUE) OR contains(concat_ws('；', p.licence_text, p.penalty_text, p.facts), '终身'))
      AND list_has_any(coalesce(p.penalty_kinds, []), c.kinds)
      AND regexp_matches(concat_ws('；', p.licence_text, p.penalty_text, p.violation, p.facts), c.words)
)
SELECT
    c.record_id,
    c.consequence,
    c.zh,
    c.consequence_authority AS authority,
    c.basis,
    c.is_confirmed,
    c.is_elsewhere,
    c.sentence_pattern IS NULL OR (c.verdict = '有罪' AND regexp_matches(c.sentence, c.sentence_pattern)) AS is_due,
    c.sentence_pattern IS NOT NULL AND c.verdict = '有罪' AND c.sentence IS NULL AS is_sentence_missing,
    regexp_matches(c.occupational_ban, c.words) AS is_in_judgment,
    min(i.decided_on) AS imposed_on,
    string_agg(i.decision_no, '；' ORDER BY i.decision_no) AS imposed_nos,
    list({feed: 'penalty', record_id: i.penalty_id} ORDER BY i.penalty_id) FILTER (WHERE i.penalty_id IS NOT NULL) AS sources
FROM convicted AS c
LEFT JOIN imposed AS i USING (record_id)
GROUP BY ALL
