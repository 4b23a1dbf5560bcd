/*card
id: r03_no_reverse_review
title_zh: 不刑不罚
title_en: Neither punished nor penalised
model_class: rule
failure_mode: 不刑不罚
subject: prosecution
severity: high
feeds: [prosecution, procuratorial_document, penalty, admin_case, police_case, transfer]
absence_of: [procuratorial_document, penalty]
legal_basis:
  - {law: 刑事诉讼法, article: 第177条第3款}
  - {law: 行政处罚法, article: 第27条第1款}
  - {law: 人民检察院刑事诉讼规则, article: 第373条}
condition_zh: >-
  决定酌定、存疑或者法定不起诉，该行为有行政处罚规范，移送与审查的期限届满后，既无检察意见，也无说明理由的终结审查，
  又未见对当事人该行为的行政处罚。
risk_zh: 刑事上不起诉，行政上不处罚，违法行为没有承担任何责任。
excluded:
  conditional: 附条件不起诉，尚不是最终决定
  terminated_with_reason: 已终结审查并说明理由
  no_admin_norm: 该罪名的行为没有对应的行政处罚规范（名单见审查索引）
  prosecuted_after: 同一案件其后已提起公诉
  already_penalised: 不起诉之前，同一行为已受行政处罚
  not_penalised_with_reason: 行政机关已说明理由决定不予处罚
  limitation_passed: 任何机关发现之前，行政处罚时效已过
  no_violation: 法定不起诉，认定事实载明没有违法事实或者不是当事人所为
  party_gone: 法定不起诉，认定事实载明当事人已经死亡或者终止
  too_late: 法定不起诉，认定事实载明已过追诉时效，处罚时效同样已过
insufficient:
  decision_date_missing: 已有不起诉决定，但缺少决定日期
  norm_unknown: 审查索引没有该罪名，不知是否有行政处罚规范
  termination_reason_missing: 终结审查而未记载理由，不知是否说明理由
  opinion_missing: 审查结论为制发检察意见，但未见该文书
  calendar_missing: 缺少该年度工作日历，无法计算期限
parameters:
  - {id: due_soon_days, zh: 临期提示的工作日数, unit: 工作日, default: 2, source: 产品设定, date: 2026-11-24}
  - {id: link_possible, zh: 视为可能同一人的最低概率（只作反证列出）, unit: 比例, default: 0.3, source: 产品设定, date: 2026-11-25}
known_false_positives:
  - 处罚以字号或者单位名义作出，且登记信息缺失，未能与被不起诉人关联
  - 移送异地或者上级机关处罚，处罚数据未接入
  - 法定不起诉中没有违法事实的，通常没有处罚依据；认定事实载明的已作为例外
deadline_measures: [days_since_term]
clears_if_zh: 提供检察意见书、说明理由的终结审查决定书，或者对该行为的行政处罚决定书
owner: 刑事检察与行政检察线索组
version: 1.1.0
*/
WITH opinion AS (
    SELECT g.pros_record AS record_id, min(d.issued_on) AS issued_on, any_value(d.record_id ORDER BY d.issued_on, d.record_id) AS document_id
    FROM fact.paper AS g
    JOIN known.procuratorial_document AS d ON d.record_id = g.record_id
    WHERE d.kind = '检察意见书'
    GROUP BY g.pros_record
),
handled AS (
    SELECT
        f.record_id,
        min(f.decided_on) FILTER (WHERE f.is_answer AND f.to_feed = 'penalty' AND f.revoked_on IS NULL) AS penalised_on,
        bool_or(f.is_answer AND f.to_feed = 'admin_case' AND f.status = '不予处罚' AND f.close_reason IS NOT NULL) AS is_spared_with_reason,
        string_agg(DISTINCT CASE WHEN f.is_answer THEN f.no END, '；' ORDER BY CASE WHEN f.is_answer THEN f.no END) AS sure_zh,
        string_agg(DISTINCT CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.no || '（' || f.why_zh || '）' END, '；'
            ORDER BY CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.no || '（' || f.why_zh || '）' END) AS doubt_zh,
        coalesce(max(CASE WHEN NOT f.is_answer AND f.to_feed = 'penalty' AND f.is_same_conduct IS NOT FALSE THEN f.probability END), 0) AS doubt,
        list({feed: f.to_feed, record_id: f.to_record} ORDER BY f.to_feed, f.to_record) AS sources,
        to_json(list({feed: f.to_feed, no: f.no, party: f.authority, tier: f.tier, probability: f.probability, why: f.why_zh}
            ORDER BY f.probability DESC, f.to_feed, f.no)) AS links
    FROM fact.followed AS f
    WHERE f.feed = 'prosecution'
      AND f.probability >= (SELECT value FROM rule.parameter WHERE model = 'r03_no_reverse_review' AND id = 'link_possible')
    GROUP BY f.record_id
),
-- The first day on which any organ knew of the act: police, agency or procuratorate.
discovered AS (
    SELECT p.record_id, least(p.accepted_on, min(c.filed_on), min(t.transferred_on::DATE), min(a.filed_on)) AS discovered_on
    FROM known.prosecution AS p
    LEFT JOIN known.police_case AS c ON x_number(c.police_case_no) = x_number(p.police_case_no)
    LEFT JOIN fact.named_transfer AS s ON s.feed = 'police_case' AND s.record_id = c.record_id
    LEFT JOIN known.transfer AS t ON t.record_id = s.transfer_id
    LEFT JOIN fact.followed AS f ON f.feed = 'prosecution' AND f.record_id = p.record_id AND f.to_feed = 'admin_case' AND f.is_answer
    LEFT JOIN known.admin_case AS a ON a.record_id = f.to_record
    GROUP BY p.record_id, p.accepted_on
),
charged AS (
    SELECT DISTINCT p.record_id
    FROM known.prosecution AS p
    JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = p.record_id
    JOIN party.resolved AS z ON z.feed = 'prosecution' AND z.party_id = y.party_id AND z.record_id <> y.record_id
    JOIN known.prosecution AS q ON q.record_id = z.record_id AND q.decision = '起诉' AND q.decided_on > p.decided_on
    WHERE q.offence = p.offence AND (q.act_ended_on = p.act_ended_on OR x_number(q.police_case_no) = x_number(p.police_case_no))
),
judged AS (
    SELECT
        p.*,
        t.handover_due_on, t.review_due_on, t.handover_basis,
        n.has_norm, n.basis AS norm_basis, n.reason AS no_norm_zh, n.authority AS norm_authority,
        o.issued_on, o.document_id,
        h.penalised_on, coalesce(h.is_spared_with_reason, FALSE) AS is_spared_with_reason, h.sure_zh,
        h.doubt_zh, coalesce(h.doubt, 0) AS doubt, h.sources AS other_sources, h.links,
        e.discovered_on,
        CASE WHEN u.due_on < e.discovered_on THEN u.due_on END AS limit_passed_on,
        g.record_id IS NOT NULL AS is_prosecuted_after,
        b.code AS nobody,
        r.as_of,
        (SELECT count(DISTINCT c.feed) FROM known.coverage AS c
         WHERE c.feed IN ('procuratorial_document', 'penalty') AND p.decided_on BETWEEN c.from_on AND c.to_on) < 2 AS is_uncovered
    FROM known.prosecution AS p
    JOIN fact.review_term AS t USING (record_id)
    LEFT JOIN fact.norm AS n ON n.offence = p.offence
    LEFT JOIN opinion AS o USING (record_id)
    LEFT JOIN handled AS h USING (record_id)
    LEFT JOIN discovered AS e USING (record_id)
    LEFT JOIN charged AS g USING (record_id)
    LEFT JOIN fact.liability_end AS b ON b.feed = 'prosecution' AND b.record_id = p.record_id
    LEFT JOIN rule.due AS u ON u.clock = n.limitation AND u.day = p.act_ended_on
    CROSS JOIN known.run AS r
),
decided AS (
    SELECT
        *,
        CASE
            WHEN decision = '附条件不起诉' THEN 'excluded:conditional'
            WHEN review_conclusion = '终结审查' AND review_reason IS NOT NULL THEN 'excluded:terminated_with_reason'
            WHEN has_norm IS FALSE THEN 'excluded:no_admin_norm'
            WHEN is_prosecuted_after THEN 'excluded:prosecuted_after'
            WHEN issued_on IS NOT NULL THEN 'clear:opinion'
            WHEN penalised_on <= decided_on THEN 'excluded:already_penalised'
            WHEN penalised_on IS NOT NULL THEN 'clear:penalised'
            WHEN is_spared_with_reason THEN 'excluded:not_penalised_with_reason'
            WHEN limit_passed_on IS NOT NULL THEN 'excluded:limitation_passed'
            WHEN nobody IS NOT NULL THEN 'excluded:' || nobody
            WHEN decided_on IS NULL THEN 'insufficient:decision_date_missing'
            WHEN has_norm IS NULL THEN 'insufficient:norm_unknown'
            WHEN review_due_on IS NULL THEN 'insufficient:calendar_missing'
            WHEN as_of <= review_due_on THEN 'clear:running'
            WHEN is_uncovered THEN 'not_computable:'
            WHEN review_conclusion = '终结审查' THEN 'insufficient:termination_reason_missing'
            WHEN review_conclusion = '制发检察意见' THEN 'insufficient:opinion_missing'
            ELSE 'flagged:'
        END AS verdict
    FROM judged
)
SELECT
    'prosecution' AS subject_kind,
    d.record_id AS subject_id,
    d.pros_no AS subject_no,
    list_filter([d.pros_no, d.decision_no, d.police_case_no], lambda no: no IS NOT NULL) AS related_nos,
    coalesce(d.competent_authority, d.norm_authority) AS authority,
    y.party_id,
    d.suspect_name AS party_name,
    y.credit_code,
    split_part(d.verdict, ':', 1) AS outcome,
    CASE WHEN d.verdict NOT LIKE 'clear:%' THEN nullif(split_part(d.verdict, ':', 2), '') END AS reason_code,
    CASE split_part(d.verdict, ':', 2)
        WHEN 'decision_date_missing' THEN ['decided_on']
        WHEN 'norm_unknown' THEN ['admin_norm']
        WHEN 'termination_reason_missing' THEN ['review_reason']
        WHEN 'opinion_missing' THEN ['procuratorial_document']
        WHEN 'calendar_missing' THEN ['calendar ' || coalesce((SELECT gap.missing FROM rule.calendar_gap AS gap WHERE gap.year = year(d.decided_on)), year(d.decided_on))]
    END AS missing,
    d.offence,
    NULL AS rule_version,
    n.basis || '；' || coalesce(d.norm_basis, '') AS legal_basis,
    'days_since_term' AS measure,
    CASE WHEN d.verdict = 'flagged:' THEN d.as_of - d.review_due_on END AS value,
    '日' AS unit,
    1 AS threshold,
    CASE WHEN d.verdict = 'flagged:' THEN 1 + (d.as_of - d.review_due_on) / 365.0 END AS margin,
    1.0 - d.doubt AS certainty,
    CASE split_part(d.verdict, ':', 1)
        WHEN 'excluded' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r03_no_reverse_review' AND outcome = 'excluded' AND code = split_part(d.verdict, ':', 2))
            || coalesce('：' || CASE split_part(d.verdict, ':', 2)
                WHEN 'terminated_with_reason' THEN d.review_reason
                WHEN 'no_admin_norm' THEN d.no_norm_zh
                WHEN 'already_penalised' THEN d.sure_zh
                WHEN 'not_penalised_with_reason' THEN d.sure_zh
                WHEN 'limitation_passed' THEN '时效至' || x_day_zh(d.limit_passed_on) || '，' || x_day_zh(d.discovered_on) || '始被发现'
            END, '')
        WHEN 'insufficient' THEN (SELECT max(zh) FROM rule.reason WHERE model = 'r03_no_reverse_review' AND outcome = 'insufficient' AND code = split_part(d.verdict, ':', 2))
        WHEN 'not_computable' THEN '该期间的检察文书或行政处罚数据未接入，不能以“未见”为据'
        WHEN 'clear' THEN CASE split_part(d.verdict, ':', 2)
            WHEN 'running' THEN '移送与审查的期限至' || x_day_zh(d.review_due_on)
            WHEN 'opinion' THEN '已于' || x_day_zh(d.issued_on) || '制发检察意见'
            ELSE '已受行政处罚：' || d.sure_zh END
        ELSE
            d.suspect_name || '涉嫌' || d.offence || '，' || x_day_zh(d.decided_on) || '决定' || d.decision
            || '；移送与审查的期限至' || x_day_zh(d.review_due_on) || '，截至' || x_day_zh(d.as_of)
            || CASE WHEN d.review_registered_on IS NOT NULL THEN '已登记审查而未见审结，' ELSE '未见反向衔接审查，' END
            || '未见检察意见、说明理由的终结审查和对该行为的行政处罚（可适用' || d.norm_basis || '）'
            || coalesce('；可能有关的处罚：' || d.doubt_zh, '') || '。'
    END AS reason_zh,
    d.review_due_on AS occurred_on,
    d.known_on,
    list_distinct([{feed: 'prosecution', record_id: d.record_id}]
        || CASE WHEN d.document_id IS NULL THEN [] ELSE [{feed: 'procuratorial_document', record_id: d.document_id}] END
        || coalesce(d.other_sources, [])) AS sources,
    d.links::VARCHAR AS links,
    CASE WHEN d.verdict = 'flagged:' THEN to_json([
        {zh: '附条件不起诉，尚不是最终决定', result: '未见'},
        {zh: '已终结审查并说明理由', result: '未见'},
        {zh: '没有行政处罚规范', result: '未见'},
        {zh: '已有检察意见', result: '未见'},
        {zh: '对该行为已有行政处罚', result: CASE WHEN d.doubt > 0 THEN '未知' ELSE '未见' END},
        {zh: '行政机关已说明理由不予处罚', result: '未见'},
        {zh: '载明没有违法事实、非其所为、当事人死亡或者已过追诉时效', result: CASE WHEN d.decision <> '法定不起诉' THEN '未见' WHEN d.facts IS NULL THEN '未知' ELSE '未见' END},
        {zh: '发现之前处罚时效已过', result: CASE WHEN d.act_ended_on IS NULL THEN '未知' ELSE '未见' END}
    ])::VARCHAR END AS exceptions,
    CASE WHEN d.decision = '法定不起诉' THEN 'medium' END AS severity,
    CASE WHEN d.verdict = 'clear:running' THEN d.review_due_on END AS due_on
FROM decided AS d
LEFT JOIN rule.norm AS n ON n.model = 'r03_no_reverse_review'
LEFT JOIN party.resolved AS y ON y.feed = 'prosecution' AND y.record_id = d.record_id
