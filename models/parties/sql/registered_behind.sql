-- Whom the register names as operator or legal representative of a record's bodies on its days. Who is named
-- without days counts only where nobody is named with days that fit, and where he himself has no days.
WITH every AS (
    SELECT u.feed, u.record_id, u.role, u.unit_id, p.row_id, p.person_id, p.name_key,
           p.from_on IS NOT NULL OR p.to_on IS NOT NULL AS is_dated,
           coalesce(u.to_on >= p.from_on, TRUE) AND coalesce(u.from_on <= p.to_on, TRUE) AS is_fitting,
           CASE p.duty WHEN '经营者' THEN 1 ELSE 2 END AS place
    FROM party.unit AS u
    JOIN party.person AS p ON p.own_unit = u.unit_id
    WHERE p.duty IN ('经营者', '法定代表人') AND u.role IN ('party', 'employer')
      AND (u.feed, u.record_id) IN (SELECT (feed, record_id) FROM touched_record) -- part
),
weighed AS (
    SELECT
        *,
        bool_or(is_dated AND is_fitting) OVER (PARTITION BY feed, record_id, unit_id) AS is_any_dated,
        bool_or(is_dated) OVER (PARTITION BY feed, record_id, unit_id, name_key) AS has_days
    FROM every
)
SELECT feed, record_id, role, unit_id, row_id, person_id, CASE WHEN is_dated THEN place ELSE place + 2 END AS place
FROM weighed
WHERE is_fitting AND (is_dated OR NOT (is_any_dated OR has_days))
