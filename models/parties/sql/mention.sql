-- Every person and body that a record names, one row each: the party, the owner a column or a bracket names, the
-- firm beside a natural suspect, the shop that an account of facts says the suspect runs.
WITH told AS (
    SELECT 'police_case' AS feed, record_id, facts FROM known.police_case
    UNION ALL SELECT 'prosecution', record_id, facts FROM known.prosecution
    UNION ALL SELECT 'judgment', record_id, facts FROM known.judgment
    UNION ALL SELECT 'transfer', record_id, facts FROM known.transfer
    UNION ALL SELECT 'procuratorial_document', record_id, content FROM known.procuratorial_document
),
keyed AS MATERIALIZED (
    SELECT n.*, x_party(n.name) AS party_key, x_party(n.owner) AS owner_key, x_operator(n.name) AS operator
    FROM party_now AS n
    JOIN party_fresh USING (feed, record_id)
    -- A document on no party in particular has numbers and names nobody.
    WHERE n.feed <> 'procuratorial_document' OR n.name IS NOT NULL
),
fresh AS MATERIALIZED (
    SELECT
        n.*,
        x_is_unit(party_key) AS is_unit,
        x_is_unit(owner_key) AS is_owner_unit,
        coalesce(
            x_shop_of(n.name),
            nullif(regexp_extract(t.facts, '系[“"]?([^，。；、“”"系（()]{2,30}?)[”"]?的?(?:实际)?(?:经营者|负责人|法定代表人|业主|老板|店主|控制人|投资人)', 1), ''),
            nullif(regexp_extract(t.facts, '(?:经营|开设|开办)(?:的|了)?[“"]([^“”"]{3,30})[”"]', 1), '')
        ) AS shop
    FROM keyed AS n
    LEFT JOIN told AS t USING (feed, record_id)
),
told_shop AS MATERIALIZED (
    SELECT *, x_party(shop) AS shop_key FROM fresh WHERE shop IS NOT NULL
),
every AS MATERIALIZED (
    SELECT *, 'party' AS role, CASE WHEN is_unit THEN 'unit' ELSE 'person' END AS kind, name AS said, party_key AS said_key,
           CASE WHEN is_unit THEN code END AS said_code, 
           CASE WHEN NOT is_unit THEN coalesce(id_no, CASE WHEN owner_key = party_key THEN owner_id END) END AS said_id
    FROM fresh
    UNION ALL
    SELECT *, 'owner', 'person', owner, owner_key, NULL, owner_id FROM fresh
    WHERE owner_key <> party_key AND NOT is_owner_unit
    UNION ALL
    SELECT *, 'operator', 'person', operator, operator, NULL, NULL FROM fresh
    WHERE operator IS NOT NULL AND operator IS DISTINCT FROM owner_key
    UNION ALL
    -- An ID number beside a shop's name is its operator's.
    SELECT *, 'id_holder', 'person', NULL, NULL, NULL, id_no FROM fresh
    WHERE is_unit AND id_no IS NOT NULL AND id_no IS DISTINCT FROM owner_id
    UNION ALL
    SELECT *, 'employer', 'unit', NULL, NULL, code, NULL FROM fresh WHERE NOT is_unit AND code IS NOT NULL
    UNION ALL
    SELECT * EXCLUDE (shop_key), 'told_shop', 'unit', shop, shop_key, NULL, NULL FROM told_shop
    WHERE x_is_unit(shop_key) AND shop_key <> party_key
)
SELECT
    left(md5(feed || '|' || record_id || '|' || role), 16) AS mention_id,
    feed,
    record_id,
    version,
    role,
    kind,
    said AS name,
    said_key AS name_key,
    CASE WHEN kind = 'unit' THEN x_loose(said_key) END AS loose_key,
    CASE WHEN kind = 'unit' THEN nullif(x_brand(said_key), '') END AS brand,
    said_code AS credit_code,
    kind = 'unit' AS is_firm,
    x_id_kind(said_id) AS id_kind,
    x_id_hash(said_id) AS id_hash,
    x_id_region(said_id) AS id_region,
    x_id_birth(said_id) AS id_birth,
    -- The last place of a doubtful number may be the slip.
    CASE WHEN x_id_kind(said_id) <> 'D' THEN x_id_tail(said_id) END AS id_tail,
    x_phone(phone) AS phone_key,
    x_address(address) AS address_key,
    from_on,
    to_on
FROM every
