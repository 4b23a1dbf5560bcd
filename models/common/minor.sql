-- Parties who may have been too young for an offence at the act: fact.minor. 'under_age': not responsible;
-- 'unsettled': the law of that day is not in the rulebook, or the age answers for some kinds of the offence alone
-- and the record does not tell which. One is of an age from the day after the birthday on.
WITH asked AS (
    SELECT
        e.feed, e.record_id, e.offence, s.birth_on, s.act_on,
        a.value::INTEGER AS age, g.value::INTEGER AS grave_age,
        list_transform(g.flags, lambda flag: (to_json(m) ->> flag)::BOOLEAN) AS kinds
    FROM fact.evaluation AS e
    JOIN fact.subject AS s USING (feed, record_id)
    LEFT JOIN fact.measure AS m USING (feed, record_id)
    LEFT JOIN rule.general AS a
      ON a.id = 'criminal_age_years' AND s.act_on >= a.from_on AND (a.to_on IS NULL OR s.act_on <= a.to_on)
    LEFT JOIN rule.general AS g
      ON g.id = 'criminal_age_grave_years' AND g.offence = e.offence
     AND s.act_on >= g.from_on AND (g.to_on IS NULL OR s.act_on <= g.to_on)
    WHERE (s.birth_on IS NOT NULL AND (a.value IS NULL OR s.birth_on + to_years(a.value::INTEGER) >= s.act_on))
       OR (s.birth_on IS NULL AND m.is_stated_under_age)
)
SELECT feed, record_id, offence, age_is
FROM (
    SELECT
        feed, record_id, offence,
        CASE
            WHEN birth_on IS NOT NULL AND age IS NULL THEN 'unsettled'
            -- What the record states of the age, it states by the law of the day.
            WHEN grave_age IS NULL OR birth_on + to_years(grave_age) >= act_on THEN 'under_age'
            WHEN len(kinds) > 0 AND list_bool_and(list_transform(kinds, lambda is_kind: is_kind IS FALSE)) THEN 'under_age'
            WHEN birth_on IS NULL OR list_contains(kinds, TRUE) IS NOT TRUE THEN 'unsettled'
        END AS age_is
    FROM asked
)
WHERE age_is IS NOT NULL
