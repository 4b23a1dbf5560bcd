-- Every name under which a body appears, with the body it is now: merged and renamed ones lead to their
-- successor, so that a case begun before a merger and ended after it is one case of one authority.
WITH RECURSIVE successor AS (
    SELECT x_name(authority_name) AS name_key, any_value(x_name(successor_name) ORDER BY valid_from DESC) AS next_key
    FROM known.authority
    WHERE successor_name IS NOT NULL AND x_name(successor_name) <> x_name(authority_name)
    GROUP BY x_name(authority_name)
),
step AS (
    SELECT name_key, next_key AS authority_key, 1 AS steps FROM successor
    UNION
    SELECT s.name_key, n.next_key, s.steps + 1
    FROM step AS s
    JOIN successor AS n ON n.name_key = s.authority_key
    -- A ring of successors would never end.
    WHERE s.steps < 10
)
SELECT name_key, arg_max(authority_key, steps) AS authority_key
FROM step
GROUP BY name_key
