-- Which administrative records and which criminal records speak of the same person or firm, by tiers, each
-- with a probability and the fields it rests on. Two different whole ID numbers are never one person,
-- two different credit codes never one firm. Time is not identity: windows are applied by the models.
WITH administrative AS (
    SELECT * FROM party.mention WHERE feed IN ('penalty', 'admin_case')
),
criminal AS (
    SELECT * FROM party.mention WHERE feed NOT IN ('penalty', 'admin_case') AND role = 'party'
),
criminal_owner AS (
    SELECT * FROM party.mention WHERE feed NOT IN ('penalty', 'admin_case') AND role = 'registered_owner'
),
namesakes AS (
    -- How many different people of one name the pool knows: a common name alone proves little.
    SELECT name_key, greatest(count(DISTINCT coalesce(id_hash, id_region || id_tail)), 1) AS people
    FROM party.mention
    WHERE NOT is_firm
    GROUP BY name_key
),
told AS (
    SELECT 'police_case' AS feed, record_id, facts FROM known.police_case
    UNION ALL SELECT 'prosecution', record_id, facts FROM known.prosecution
    UNION ALL SELECT 'judgment', record_id, facts FROM known.judgment
    UNION ALL SELECT 'transfer', record_id, facts FROM known.transfer
),
referenced AS (
    SELECT 'penalty' AS a_feed, p.record_id AS a_record, 'transfer' AS b_feed, t.record_id AS b_record,
           'reference' AS tier, 0.999 AS probability, '移送书载明该处罚决定书文号' AS why_zh
    FROM known.penalty AS p
    JOIN known.transfer AS t
      ON x_number(t.decision_no) = x_number(p.decision_no) AND x_name(t.authority) = x_name(p.authority)
    UNION ALL
    SELECT 'penalty', p.record_id, 'transfer', t.record_id, 'reference', 0.999, '移送书载明该案件编号'
    FROM known.penalty AS p
    JOIN known.transfer AS t
      ON x_number(t.case_no) = x_number(p.case_no) AND x_name(t.authority) = x_name(p.authority)
    UNION ALL
    SELECT 'admin_case', c.record_id, 'transfer', t.record_id, 'reference', 0.999, '移送书载明该案件编号'
    FROM known.admin_case AS c
    JOIN known.transfer AS t
      ON x_number(t.case_no) = x_number(c.case_no) AND x_name(t.authority) = x_name(c.authority)
),
by_id AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'id', 0.999,
           CASE a.role WHEN 'party' THEN '证件号码一致' ELSE '法定代表人或登记经营者与涉案人证件号码一致' END
    FROM administrative AS a
    JOIN criminal AS b ON a.id_hash = b.id_hash
),
by_code AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'credit_code', 0.999, '统一社会信用代码一致'
    FROM administrative AS a
    JOIN criminal AS b ON a.credit_code = b.credit_code
),
by_mask AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'masked_id', 0.97, '姓名一致，脱敏证件号码可见位一致'
    FROM administrative AS a
    JOIN criminal AS b ON a.name_key = b.name_key
    WHERE (a.id_hash IS NULL OR b.id_hash IS NULL)
      -- Region and last four agree as far as both are visible.
      AND left(a.id_region, length(b.id_region)) = left(b.id_region, length(a.id_region))
      AND a.id_tail = b.id_tail
),
by_firm_name AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'firm_name', 0.96, '单位名称一致'
    FROM administrative AS a
    JOIN criminal AS b ON a.name_key = b.name_key AND a.is_firm AND b.is_firm
    WHERE a.credit_code IS NULL OR b.credit_code IS NULL OR a.credit_code = b.credit_code
),
by_owner_of_both AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'owner_id', 0.96, '双方登记经营者证件号码一致'
    FROM administrative AS a
    JOIN criminal_owner AS b ON a.id_hash = b.id_hash
),
by_told_shop AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'told_shop', 0.97, '姓名一致，刑事案情载明该字号'
    FROM administrative AS a
    JOIN administrative AS shop ON shop.record_id = a.record_id AND shop.feed = a.feed AND shop.is_firm
    JOIN criminal AS b ON a.name_key = b.name_key
    JOIN told AS t ON t.feed = b.feed AND t.record_id = b.record_id
    WHERE a.role <> 'party'
      AND (a.id_hash IS NULL OR b.id_hash IS NULL OR a.id_hash = b.id_hash)
      AND contains(t.facts, shop.name)
),
by_person_name AS (
    SELECT a.feed, a.record_id, b.feed, b.record_id, 'person_name',
           least(0.9, 0.9 / n.people) AS probability,
           '姓名一致（辖区内同名 ' || n.people || ' 人），无证件号码可核对'
    FROM administrative AS a
    JOIN criminal AS b
      ON a.name_key = b.name_key AND NOT a.is_firm AND NOT b.is_firm
     -- Only to keep common names from pairing over the whole history; the models' own windows are narrower.
     AND b.from_on BETWEEN a.from_on - 366 AND a.to_on + 732
    JOIN namesakes AS n ON n.name_key = a.name_key
    WHERE (a.id_hash IS NULL AND a.id_region IS NULL) OR (b.id_hash IS NULL AND b.id_region IS NULL)
),
every AS (
    SELECT * FROM referenced
    UNION ALL SELECT * FROM by_id
    UNION ALL SELECT * FROM by_code
    UNION ALL SELECT * FROM by_mask
    UNION ALL SELECT * FROM by_firm_name
    UNION ALL SELECT * FROM by_owner_of_both
    UNION ALL SELECT * FROM by_told_shop
    UNION ALL SELECT * FROM by_person_name
)
SELECT
    a_feed,
    a_record,
    b_feed,
    b_record,
    -- Tiers of one probability: the later name wins, whatever order they come in.
    arg_max(tier, {probability: probability, tier: tier}) AS tier,
    max(probability) AS probability,
    string_agg(DISTINCT why_zh, '；' ORDER BY why_zh) AS why_zh
FROM every
GROUP BY a_feed, a_record, b_feed, b_record
