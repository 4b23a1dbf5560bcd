-- The links with what speaks for and against each, the next best candidate, and analysts' judgements over all.
WITH judged AS (
    SELECT
        coalesce(p.a_feed, j.a_feed) AS a_feed, coalesce(p.a_record, j.a_record) AS a_record,
        coalesce(p.b_feed, j.b_feed) AS b_feed, coalesce(p.b_record, j.b_record) AS b_record,
        p.left_mention, p.right_mention, p.score,
        CASE WHEN j.verdict IS NULL THEN p.tier ELSE 'judged' END AS tier,
        CASE j.verdict WHEN 'same' THEN 1.0 WHEN 'different' THEN 0.0 ELSE p.probability END AS probability,
        j.judged_by, j.judged_at, j.verdict, j.note
    FROM party.pair AS p
    FULL JOIN party_judged AS j USING (a_feed, a_record, b_feed, b_record)
    SEMI JOIN touched_link USING (b_feed, b_record) -- part
),
person AS (
    -- One facet per record and naming: the register may name one person in two capacities.
    SELECT * FROM party.facet
    WHERE (feed, record_id) IN (SELECT (a_feed, a_record) FROM judged UNION SELECT (b_feed, b_record) FROM judged)
    QUALIFY row_number() OVER (PARTITION BY feed, record_id, row_id ORDER BY role) = 1
),
compared AS (
    SELECT
        k.*,
        CASE WHEN a.row_id IS NOT NULL THEN coalesce(n.people, 1) END AS namesakes,
        list_filter([
            CASE WHEN k.verdict IS NOT NULL THEN {field: '人工核定', left_value: k.judged_by, right_value: strftime(k.judged_at, '%Y-%m-%d'),
                words: CASE k.verdict WHEN 'same' THEN '核定为同一当事人' ELSE '核定为不同当事人' END || coalesce('：' || k.note, ''), bits: NULL::DOUBLE} END,
            CASE WHEN k.tier = 'reference' THEN {field: '文书号', left_value: NULL, right_value: NULL, words: '移送书载明该处罚决定书文号或案件编号', bits: NULL} END,
            CASE WHEN k.tier = 'same_account' THEN {field: '案情', left_value: NULL, right_value: NULL, words: '移送书与该机关办理案件所记案情逐字一致', bits: NULL} END,
            CASE WHEN k.tier = 'same_figures' THEN {field: '案情', left_value: NULL, right_value: NULL, words: '双方案情所载多项金额、数量一致', bits: NULL} END,
            CASE WHEN u.unit_id IS NOT NULL THEN {field: '单位', left_value: u.unit_id, right_value: w.unit_id,
                words: CASE k.tier WHEN 'credit_code' THEN '统一社会信用代码一致' WHEN 'former_name' THEN '曾用名一致' ELSE '单位名称一致' END, bits: NULL} END,
            CASE WHEN a.has_own_id AND b.has_own_id AND a.whole_id = b.whole_id THEN
                {field: '证件号码', left_value: '密文', right_value: '密文',
                 words: CASE WHEN a.role = 'registered' OR a.role = 'owner' THEN '法定代表人或登记经营者与涉案人证件号码一致' ELSE '证件号码一致' END, bits: NULL} END,
            CASE WHEN k.tier = 'case_number' THEN {field: '案号', left_value: NULL, right_value: NULL, words: '姓名一致，文书互相引用同一案号', bits: NULL} END,
            CASE WHEN a.name_key IS NOT NULL AND b.name_key IS NOT NULL THEN x_compared('name', a.name_key, b.name_key,
                CASE WHEN a.name_key = b.name_key THEN 'same' WHEN x_signs_apart(a.name_key, b.name_key) = 1 THEN 'near' ELSE 'other' END) END,
            CASE WHEN a.shop_key IS NOT NULL AND b.shop_key IS NOT NULL AND k.left_mention IS NOT NULL THEN x_compared('shop', a.shop_key, b.shop_key,
                CASE WHEN a.shop_key = b.shop_key THEN 'same' WHEN jaro_winkler_similarity(a.shop_key, b.shop_key) >= 0.92 OR a.shop_brand = b.shop_brand THEN 'near' ELSE 'other' END) END,
            CASE WHEN length(a.id_birth) >= 4 AND length(b.id_birth) >= 4 THEN x_compared('birth', left(a.id_birth, 4) || '年', left(b.id_birth, 4) || '年',
                CASE WHEN length(a.id_birth) = 8 AND a.id_birth = b.id_birth THEN 'same' WHEN left(a.id_birth, 4) = left(b.id_birth, 4) THEN 'year' ELSE 'other' END) END,
            CASE WHEN a.id_region IS NOT NULL AND b.id_region IS NOT NULL THEN x_compared('region', a.id_region, b.id_region,
                CASE WHEN left(a.id_region, length(b.id_region)) = left(b.id_region, length(a.id_region)) THEN 'same' ELSE 'other' END) END,
            CASE WHEN list_has_any(a.figures, b.figures) THEN x_compared('figure', x_figures_zh(list_intersect(a.figures, b.figures)), x_figures_zh(list_intersect(a.figures, b.figures)),
                CASE WHEN len(list_intersect(a.figures, b.figures)) >= 2 THEN 'several' ELSE 'one' END) END,
            CASE WHEN a.id_tail IS NOT NULL AND b.id_tail IS NOT NULL THEN x_compared('tail', '密文', '密文',
                CASE WHEN a.id_tail = b.id_tail THEN 'same' ELSE 'other' END) END
        ], lambda entry: entry IS NOT NULL) AS evidence
    FROM judged AS k
    LEFT JOIN person AS a ON a.feed = k.a_feed AND a.record_id = k.a_record AND a.row_id = k.left_mention
    LEFT JOIN person AS b ON b.feed = k.b_feed AND b.record_id = k.b_record AND b.row_id = k.right_mention
    LEFT JOIN party.namesake AS n ON n.name_key = a.name_key
    LEFT JOIN party.unit AS u ON u.mention_id = k.left_mention
    LEFT JOIN party.unit AS w ON w.mention_id = k.right_mention
),
candidate AS (
    -- Of each criminal record: the parties it may be about, the likeliest first; of those that are as likely not by
    -- their ids, which hang on the secret key of the home.
    SELECT b_feed, b_record, party, any_value(party_name ORDER BY a_record) AS party_name, max(probability) AS probability,
           row_number() OVER (PARTITION BY b_feed, b_record ORDER BY max(probability) DESC, any_value(party_name ORDER BY a_record), party) AS place
    FROM (
        SELECT k.b_feed, k.b_record, k.a_record, k.probability, r.party_name, coalesce(r.person_id, r.party_id) AS party
        FROM judged AS k
        JOIN party.resolved AS r ON r.feed = k.a_feed AND r.record_id = k.a_record
    )
    GROUP BY b_feed, b_record, party
)
SELECT
    c.a_feed, c.a_record, c.b_feed, c.b_record, c.left_mention, c.right_mention, c.tier, c.score, c.probability,
    coalesce(nullif(list_aggregate(list_transform(c.evidence, lambda entry: entry.words), 'string_agg', '；'), ''), '同一当事人')
        || CASE WHEN c.namesakes > 1 AND c.tier IN ('person_name', 'statistical') THEN '（辖区内同名 ' || c.namesakes || ' 人）' ELSE '' END
        || CASE WHEN c.tier = 'person_name' THEN '，无证件号码可核对' ELSE '' END AS why_zh,
    to_json(list_transform(c.evidence, lambda entry: {
        field: entry.field, "left": entry.left_value, "right": entry.right_value, words: entry.words, weight_zh: x_weight_zh(entry.bits), bits: round(entry.bits, 1)
    })) AS evidence,
    c.namesakes,
    n.party_name AS next_party,
    n.probability AS next_probability,
    c.judged_by
FROM compared AS c
LEFT JOIN party.resolved AS r ON r.feed = c.a_feed AND r.record_id = c.a_record
LEFT JOIN candidate AS f ON f.b_feed = c.b_feed AND f.b_record = c.b_record AND f.place = 1
LEFT JOIN candidate AS n
  ON n.b_feed = c.b_feed AND n.b_record = c.b_record
 AND n.place = CASE WHEN f.party = coalesce(r.person_id, r.party_id) THEN 2 ELSE 1 END
