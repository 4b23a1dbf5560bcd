-- Under which names a text may speak of the party of a record: its own, those of who stands behind it and of a sole
-- trader's shop. Several in one cell (张三、李四) are each a party of the record. A sole trader is a person.
WITH cell AS (
    SELECT
        m.feed, m.record_id, m.role, r.person_id, coalesce(r.person_id, r.party_id) AS party,
        coalesce(u.unit_id, m.credit_code) AS code, m.kind, m.name_key,
        regexp_replace(regexp_replace(m.name, '[（(].*$', ''), '等[0-9两二三四五六七八九十]*[人名]?$', '') AS name
    FROM party.mention AS m
    JOIN party.resolved AS r USING (feed, record_id)
    LEFT JOIN party.unit AS u ON u.mention_id = m.mention_id
    WHERE m.role IN ('party', 'owner', 'operator', 'told_shop') AND m.name IS NOT NULL
),
kinds AS (
    SELECT
        c.feed, c.record_id,
        CASE
            WHEN c.kind = 'person' OR f.is_sole OR starts_with(c.code, '92') OR s.party_kind = 'person' THEN 'person'
            WHEN f.credit_code IS NOT NULL OR s.party_kind = 'unit' OR regexp_matches(c.name_key, '(?:公司|集团|合作社)$') THEN 'unit'
        END AS kind
    FROM cell AS c
    LEFT JOIN party.firm AS f ON f.credit_code = c.code
    LEFT JOIN fact.subject AS s ON s.feed = c.feed AND s.record_id = c.record_id
    WHERE c.role = 'party'
),
piece AS (
    SELECT feed, record_id, party, role, unnest(pieces) AS name, len(pieces) > 1 AS is_one_of
    FROM (
        SELECT *, CASE WHEN role = 'party' THEN regexp_split_to_array(trim(name), '[、，,；;/／\s]+') ELSE [trim(name)] END AS pieces
        FROM cell
    )
),
every AS (
    SELECT feed, record_id, CASE WHEN is_one_of THEN '“' || name || '”' ELSE party END AS party, name FROM piece
    UNION ALL
    SELECT c.feed, c.record_id, c.party, unnest([f.name, f.legal_rep])
    FROM cell AS c
    JOIN party.firm AS f ON f.credit_code = c.code
    WHERE c.role = 'party'
    UNION ALL
    SELECT c.feed, c.record_id, c.party, f.name
    FROM cell AS c
    JOIN party.person AS p ON p.person_id = c.person_id AND p.feed = 'entity'
    JOIN party.firm AS f ON f.record_id = p.record_id AND f.is_sole
    WHERE c.role = 'party'
)
-- A body and who stands behind it have one number in the layer of parties; here each is who it is.
SELECT DISTINCT feed, record_id, party || '|' || coalesce(kind, '') AS party, name, kind
FROM (
    SELECT
        feed, record_id, party, name,
        CASE WHEN starts_with(party, '“') AND NOT x_is_unit(name) THEN 'person' ELSE kind END AS kind
    FROM every
    LEFT JOIN kinds USING (feed, record_id)
)
-- Nobody is called so.
WHERE length(name) > 1 AND NOT regexp_matches(name, '^[某*×xX?？]+|^(?:当事人|个人|匿名|不详|无名)')
