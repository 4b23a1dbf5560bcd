-- The least that the cited norms allow as a fine: fact.fine_floor. Of the versions in force from the act to the
-- decision, of the bands that the party and the recorded amounts leave possible, and of the norms cited, the
-- lowest counts: what may be lawful is never below the floor. An amount that is not known leaves every band
-- possible. A norm whose text was not compared with the source settles nothing.
WITH fined AS MATERIALIZED (
    SELECT
        p.record_id, p.fine_cny, regexp_replace(p.basis, '\s', '', 'g') AS basis, s.party_kind,
        least(coalesce(s.act_on, p.decided_on), p.decided_on) AS first_on,
        p.decided_on AS last_on,
        concat_ws('。', p.basis, p.facts, p.penalty_text, p.remark) AS told
    FROM known.penalty AS p
    LEFT JOIN fact.subject AS s ON s.feed = 'penalty' AND s.record_id = p.record_id
    WHERE p.fine_cny > 0 AND p.basis IS NOT NULL
),
cited AS MATERIALIZED (
    SELECT basis, unnest(list_filter([
        {norms}
    ], lambda norm: norm IS NOT NULL)) AS norm
    FROM (SELECT DISTINCT basis FROM fined)
),
banded AS (
    SELECT
        f.record_id, n.norm, n.basis AS source, n.is_applied, b.* EXCLUDE (norm, from_on),
        coalesce(CASE b.base {low} END, 0) AS low,
        CASE b.base {high} END AS high
    FROM fined AS f
    JOIN cited AS c ON c.basis = f.basis
    JOIN rule.penalty_norm AS n
      ON n.norm = c.norm AND n.from_on <= f.last_on AND (n.to_on IS NULL OR n.to_on >= f.first_on)
    JOIN rule.penalty_band AS b
      ON b.norm = n.norm AND b.from_on = n.from_on
     AND (b.kind IS NULL OR f.party_kind IS NULL OR b.kind = f.party_kind)
    LEFT JOIN fact.measure AS m ON m.feed = 'penalty' AND m.record_id = f.record_id
),
floored AS (
    SELECT
        record_id,
        min(CASE
            WHEN most_times IS NULL THEN coalesce(least_cny, 0)
            ELSE coalesce(least_times, 0) * greatest(low, coalesce(from_cny, 0), coalesce(counted_as_least_cny, 0))
        END) AS floor_cny,
        bool_and(is_applied) AS is_applied,
        string_agg(DISTINCT source, '、' ORDER BY source) AS source
    FROM banded
    WHERE (from_cny IS NULL OR high IS NULL OR high >= from_cny)
      AND (below_cny IS NULL OR low < below_cny)
      AND (NOT is_without_base OR low = 0)
      -- A multiple of nothing is no range.
      AND (most_times IS NULL OR high IS NULL OR high > 0 OR counted_as_least_cny IS NOT NULL)
    GROUP BY record_id
),
below AS (
    SELECT f.record_id, f.told, f.basis, f.first_on, f.last_on
    FROM floored AS l
    JOIN fined AS f ON f.record_id = l.record_id
    WHERE f.fine_cny < l.floor_cny AND l.is_applied
),
mitigated AS (
    SELECT record_id, list_filter([
        {mitigations}
    ], lambda rule: rule IS NOT NULL) AS mitigations
    FROM below
)
SELECT
    l.record_id,
    CASE WHEN l.is_applied THEN l.floor_cny END AS floor_cny,
    CASE WHEN l.is_applied THEN f.fine_cny < l.floor_cny AND len(coalesce(m.mitigations, [])) = 0 END AS is_below_floor,
    coalesce(m.mitigations, []) AS mitigations,
    l.source
FROM floored AS l
JOIN fined AS f ON f.record_id = l.record_id
LEFT JOIN mitigated AS m ON m.record_id = l.record_id
