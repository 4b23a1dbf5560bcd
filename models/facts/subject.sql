-- One row per case that can be measured against the rulebook: when the act ended, who is judged by which line.
-- Act date: act_ended_on, else act_began_on, else the last date in the facts that is not after the decision,
-- else filed_on, else the decision; a continuing act takes its end.
-- Individual traders and sole-proprietor firms without legal personality are persons, whatever their code says.
WITH case_row AS (
    SELECT 'penalty' AS feed, record_id, authority, facts, act_ended_on, act_began_on, filed_on,
           decided_on AS told_on, party_name, party_type, credit_code, party_id_no
    FROM known.penalty
    UNION ALL
    SELECT 'admin_case', record_id, authority, facts, NULL, NULL, filed_on,
           coalesce(closed_on, filed_on), party_name, party_type, credit_code, party_id_no
    FROM known.admin_case
    UNION ALL
    SELECT 'transfer', record_id, authority, facts, NULL, NULL, NULL,
           coalesce(transferred_on::DATE, approved_on::DATE, reported_on), party_name, NULL, credit_code, party_id_no
    FROM known.transfer
    UNION ALL
    SELECT 'police_case', record_id, police_org, facts, NULL, NULL, filed_on,
           filed_on, suspect_name, NULL, credit_code, suspect_id_no
    FROM known.police_case
    WHERE outcome IN ('撤案', '终止侦查')
),
registered AS (
    SELECT credit_code, any_value(entity_type ORDER BY record_id) AS entity_type
    FROM known.entity
    GROUP BY credit_code
),
dated AS (
    SELECT c.*,
           r.entity_type,
           CASE
               WHEN act_ended_on IS NULL AND act_began_on IS NULL
                   THEN list_max(list_filter(
                       list_transform(
                           regexp_extract_all(facts, '(?:19|20)\d{2} ?年 ?\d{1,2} ?月 ?\d{1,2} ?日'),
                           lambda found: try_strptime(replace(found, ' ', ''), '%Y年%m月%d日')::DATE
                       ),
                       lambda day: day <= coalesce(filed_on, told_on)
                   ))
           END AS fact_on
    FROM case_row AS c
    LEFT JOIN registered AS r USING (credit_code)
)
SELECT
    feed,
    record_id,
    authority,
    told_on,
    coalesce(act_ended_on, act_began_on, fact_on, filed_on, told_on) AS act_on,
    CASE
        WHEN act_ended_on IS NOT NULL THEN 'act_ended_on'
        WHEN act_began_on IS NOT NULL THEN 'act_began_on'
        WHEN fact_on IS NOT NULL THEN 'facts'
        WHEN filed_on IS NOT NULL THEN 'filed_on'
        ELSE 'decided_on'
    END AS act_on_basis,
    CASE
        WHEN party_type IN ('自然人', '个体工商户') THEN 'person'
        WHEN entity_type IN ('个体工商户', '个人独资企业') THEN 'person'
        WHEN credit_code LIKE '92%' THEN 'person'
        WHEN party_type = '法人及非法人组织' OR entity_type IS NOT NULL THEN 'unit'
        WHEN regexp_matches(party_name, '(有限公司|股份公司|有限责任公司|集团|合作社)$') THEN 'unit'
        WHEN party_id_no IS NOT NULL AND credit_code IS NULL THEN 'person'
    END AS party_kind,
    x_id_birth_on(party_id_no) AS birth_on,
    regexp_matches(authority, '公安|派出所') AS is_police
FROM dated
