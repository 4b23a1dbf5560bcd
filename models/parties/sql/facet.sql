-- The persons of each record as they are compared with those of others: those it names, and those whom the
-- register names behind its party; what is shown of a person elsewhere completes what the record hides.
WITH registered AS (
    SELECT r.feed, r.record_id, p.row_id, p.person_id, p.name_key, p.id_kind, p.anchor, p.by_place, p.place, p.id_region, p.id_birth,
           p.id_tail
    FROM party.registered_behind AS r
    SEMI JOIN touched_facet USING (feed, record_id) -- part
    JOIN party.person AS p USING (row_id)
    -- Whom the record itself names as its head is the head of that day; the register may be of another.
    WHERE NOT EXISTS (
        SELECT 1 FROM party.person AS o
        WHERE o.feed = r.feed AND o.record_id = r.record_id AND o.role IN ('owner', 'operator')
          AND coalesce(x_signs_apart(o.name_key, p.name_key) > 1, TRUE)
    )
),
every AS (
    SELECT feed, record_id, row_id, role, person_id, name_key, id_kind, anchor, by_place, place, id_region, id_birth, id_tail
    FROM party.person
    SEMI JOIN touched_facet USING (feed, record_id) -- part
    WHERE own_unit IS NULL
    UNION ALL
    SELECT feed, record_id, row_id, 'registered', person_id, name_key, id_kind, anchor, by_place, place, id_region, id_birth,
           id_tail
    FROM registered
    QUALIFY row_number() OVER (PARTITION BY feed, record_id, person_id ORDER BY row_id) = 1
),
shown AS (
    -- The longest birth date shown is the whole one; of a numbered person only whole numbers are believed.
    SELECT person_id, max(id_region) AS id_region, max(id_birth) AS id_birth, max(id_tail) AS id_tail
    FROM party.person
    SEMI JOIN every USING (person_id)
    WHERE place IS NOT NULL AND (anchor IS NULL OR id_kind = 'W')
    GROUP BY person_id
),
shop AS (
    -- One shop stands beside the persons of a record: the party, else the one told of, else the suspect's firm.
    SELECT u.feed, u.record_id,
           arg_min(coalesce(f.loose_key, u.loose_key), {place: list_position(['party', 'told_shop', 'employer'], u.role), m: u.mention_id}) AS shop_key,
           arg_min(coalesce(nullif(f.brand, ''), u.brand), {place: list_position(['party', 'told_shop', 'employer'], u.role), m: u.mention_id}) AS shop_brand
    FROM party.unit AS u
    SEMI JOIN touched_facet USING (feed, record_id) -- part
    LEFT JOIN party.firm AS f ON f.credit_code = u.unit_id
    GROUP BY u.feed, u.record_id
)
SELECT
    left(md5(e.feed || e.record_id || e.row_id || e.role), 16) AS facet_id,
    e.feed,
    e.record_id,
    e.row_id,
    e.role,
    e.person_id,
    e.name_key,
    CASE WHEN e.id_kind = 'W' OR e.by_place IS NOT NULL THEN e.anchor END AS whole_id,
    -- Also a number whose check character fails: with another name it speaks against.
    e.anchor AS number_id,
    e.anchor IS NOT NULL AND e.by_place IS NULL AS has_own_id,
    e.place,
    coalesce(e.id_region, s.id_region) AS id_region,
    CASE WHEN length(s.id_birth) > length(e.id_birth) THEN s.id_birth ELSE coalesce(e.id_birth, s.id_birth) END AS id_birth,
    coalesce(e.id_tail, s.id_tail) AS id_tail,
    h.shop_key,
    h.shop_brand,
    g.figures,
    e.feed IN ('penalty', 'admin_case') AS is_administrative
FROM every AS e
LEFT JOIN shown AS s USING (person_id)
LEFT JOIN shop AS h ON h.feed = e.feed AND h.record_id = e.record_id
LEFT JOIN party.rare_figure AS g ON g.feed = e.feed AND g.record_id = e.record_id
WHERE e.feed NOT IN ('inspection', 'complaint')
