-- Why nobody is to be penalised, where the record that ended the criminal case says so itself: nothing was done or
-- another did it, the party is dead or dissolved, the time to prosecute had passed. That it was no crime does not.
-- Of a decision not to prosecute only the statutory one is read, whose facts tell why; its party goes by name there.
WITH told AS (
    SELECT 'police_case' AS feed, record_id, outcome_reason AS reason, FALSE AS is_story
    FROM known.police_case
    WHERE outcome IN ('撤案', '终止侦查')
    UNION ALL
    SELECT 'transfer', record_id, not_filed_reason, FALSE
    FROM known.transfer
    WHERE police_decision = '不予立案'
    UNION ALL
    SELECT 'prosecution', record_id, replace(facts, suspect_name, '犯罪嫌疑人'), TRUE
    FROM known.prosecution
    WHERE decision = '法定不起诉'
),
coded AS (
    SELECT
        feed,
        record_id,
        CASE
            WHEN regexp_matches(reason, '(没有|无|未发现|不存在|查无|并无)(任何)?(违法|违法犯罪)(事实|行为)|没有犯罪事实发生|事实(并)?(不存在|未发生|没有发生)'
                || '|(非|不是|并非|不系)[^，。；]{0,12}(所为|实施|所作)|系他人[^，。；]{0,4}(所为|实施)|系他人作|(没有|无|未|并未)(参与|实施|作.(时间|条件|可能))|虚假报案|误报|(指认|辨认)(有误|错误)|(错误指认|认错了?人)|不在(案发|作案)?现场'
                || '|(报案|报警|举报|控告|失|物)[人主][^，。；]{0,8}(记错|误记|误认|误以为|误会)|(物品|财物|失物|车辆)[^，。；]{0,6}(并未|没有|未)(被盗|丢失|失窃|遗失)')
                THEN 'no_violation'
            -- The victim's death is not the party's; only a reason begins with the party unnamed.
            WHEN regexp_matches(reason, '(嫌疑人|被不起诉人|当事人|行为人|违法人|本人)[^，。；被害致造与和将把撞伤]{0,16}(死亡|去世|病故|病逝|身亡)|嫌疑人[^，。；]{0,10}(注销|解散|终止经营)')
              OR (NOT is_story AND regexp_matches(reason, '(其|^)[^，。；被害致造]{0,14}(死亡|去世)|注销|终止经营'))
                THEN 'party_gone'
            WHEN regexp_matches(reason, '(已过|超过|过了|经过)[^，。；]{0,4}追诉(时效|期限)|追诉(时效|期限)[^，。；]{0,4}(已过|届满|已满)')
              OR (NOT is_story AND regexp_matches(reason, '追诉时效|追诉期限'))
                THEN 'too_late'
        END AS code
    FROM told
)
SELECT feed, record_id, code
FROM coded
WHERE code IS NOT NULL
