-- Penalties of one party (or of parties with one person behind them) for one kind of conduct, none of which
-- reaches a line alone, put together where their acts belong together: one inspection, one stock, or acts of which
-- each began before the one before it was punished, close to one another. An act done after the one before it was
-- punished is a new act, and starts a new group. Group 0 holds all of them, to say that only separate acts would
-- reach the line. Accidents and other acts that the law judges one by one do not add up; where it sets a time within
-- which acts add up, those before it are left out.
WITH setting AS (
    SELECT
        max(value) FILTER (WHERE id = 'acts_apart_days')::INTEGER AS acts_apart_days,
        max(value) FILTER (WHERE id = 'numbers_apart')::INTEGER AS numbers_apart
    FROM rule.parameter
    WHERE model = 'f06_split_penalties'
),
below AS (
    SELECT
        a.actor_id,
        e.offence,
        e.record_id,
        p.decision_no,
        p.decided_on,
        p.filed_on,
        s.act_on,
        least(coalesce(p.act_began_on, s.act_on), s.act_on) AS began_on,
        coalesce(b.authority_key, x_name(p.authority)) AS authority_key,
        try_cast(regexp_extract(x_number(p.decision_no), '([0-9]+)$', 1) AS BIGINT) AS serial,
        regexp_matches(p.facts, '同一批|一并查获|同一库存|同一仓库|同案') AS is_told_one_stock,
        e.value,
        coalesce(p.party_type = '自然人', p.credit_code IS NULL) AS is_individual,
        s.act_on_basis IN ('act_ended_on', 'act_began_on', 'facts') AS is_act_dated,
        -- The facts without their figures and days: near-identical ones are one telling of one stock.
        md5(p.facts) AS facts_key,
        md5(regexp_replace(p.facts, '[0-9０-９.,，〇零一二三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]+', '', 'g')) AS told
    FROM fact.evaluation AS e
    JOIN fact.candidate AS c USING (feed, record_id, offence)
    JOIN rule.offence AS o ON o.code = e.offence AND o.adds_up
    JOIN known.penalty AS p USING (record_id)
    JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = e.record_id
    JOIN party.actor AS a ON a.feed = 'penalty' AND a.record_id = e.record_id
    LEFT JOIN party.authority AS b ON b.name_key = x_name(p.authority)
    WHERE e.feed = 'penalty' AND e.outcome IN ('unmet', 'unknown') AND e.exclusion IS NULL AND p.revoked_on IS NULL
      AND c.confidence >= (
          SELECT value FROM rule.parameter
          WHERE model = 'f01_penalty_instead_of_prosecution' AND id = 'candidate_confidence')
      -- What another offence already makes a case of its own needs no adding up.
      AND NOT EXISTS (
          SELECT 1 FROM fact.lead AS l
          WHERE l.feed = 'penalty' AND l.record_id = e.record_id AND l.outcome = 'met' AND l.exclusion IS NULL)
),
-- One act recorded twice counts once: the firm and its manager, or one decision delivered under two numbers. The same
-- words on another day are another decision: who splits a matter copies them.
apart AS (
    SELECT *
    FROM below
    QUALIFY row_number() OVER (
        PARTITION BY actor_id, offence, act_on, value, facts_key, decided_on ORDER BY is_individual, record_id
    ) = 1
    AND NOT (is_individual AND bool_or(NOT is_individual) OVER (PARTITION BY actor_id, offence, act_on, value, facts_key))
),
stepped AS (
    SELECT
        b.*,
        lag(act_on) OVER w AS last_act_on,
        lag(decided_on) OVER w AS last_decided_on,
        lag(filed_on) OVER w AS last_filed_on,
        lag(serial) OVER w AS last_serial,
        lag(authority_key) OVER w AS last_authority_key,
        lag(is_told_one_stock) OVER w AS is_last_one_stock,
        lag(told) OVER w AS last_told
    FROM apart AS b
    WINDOW w AS (PARTITION BY actor_id, offence ORDER BY act_on, decided_on, record_id)
),
linked AS (
    SELECT
        t.*,
        last_act_on IS NOT NULL
        AND abs(act_on - last_act_on) <= s.acts_apart_days
        AND (
            began_on <= last_decided_on
            OR (filed_on = last_filed_on AND authority_key = last_authority_key)
            OR (is_told_one_stock AND is_last_one_stock)
            -- Where nothing says when the act was, the same words of the same goods speak for one stock.
            OR (told = last_told AND NOT is_act_dated)
            OR (abs(serial - last_serial) <= s.numbers_apart AND authority_key = last_authority_key
                AND year(decided_on) = year(last_decided_on))
        ) AS is_joined
    FROM stepped AS t
    CROSS JOIN setting AS s
),
numbered AS (
    SELECT
        *,
        sum((NOT is_joined)::INTEGER) OVER (
            PARTITION BY actor_id, offence ORDER BY act_on, decided_on, record_id
        ) AS number
    FROM linked
),
whole AS (
    SELECT actor_id || '|' || offence || '|' || number AS group_id, actor_id, offence, number, record_id,
           decision_no, decided_on, act_on, facts_key, value
    FROM numbered
    UNION ALL
    SELECT actor_id || '|' || offence || '|0', actor_id, offence, 0, record_id, decision_no, decided_on, act_on, facts_key, value
    FROM numbered
),
every AS (
    SELECT w.*
    FROM whole AS w
    JOIN rule.offence AS o ON o.code = w.offence
    QUALIFY o.window_months IS NULL
        OR w.act_on + to_months(o.window_months) >= max(w.act_on) OVER (PARTITION BY w.group_id)
)
SELECT *
FROM every
QUALIFY count(*) OVER (PARTITION BY group_id) > 1
