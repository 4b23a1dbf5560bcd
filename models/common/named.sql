-- Persons and firms that the facts of a case name as supplier, buyer, producer or accomplice, with the words,
-- resolved to a registered firm where only one bears the name.
WITH cleaned AS (
    SELECT
        * EXCLUDE (relation, relation_zh, start, "end", span),
        CASE relation WHEN 'printer' THEN 'producer' ELSE relation END AS role,  -- who prints the marks makes the goods
        relation_zh AS role_zh,
        x_party(name) AS name_key,
        -- 某某厂（统一社会信用代码：…）: the text itself says which firm, whether or not the register was delivered.
        nullif(regexp_extract(split_part(sentence, name, 2), '^（[^（）]*?([0-9A-HJ-NPQRTUWXY]{18})[^（）]*）', 1), '') AS told_code
    FROM fact.counterpart
),
firm AS (
    SELECT f.name_key, any_value(f.credit_code ORDER BY f.record_id) AS credit_code, any_value(f.name ORDER BY f.record_id) AS firm_name,
           any_value(p.person_id ORDER BY f.record_id) AS owner_person, any_value(f.is_sole ORDER BY f.record_id) AS is_sole
    FROM party.firm AS f
    LEFT JOIN party.person AS p ON p.row_id = 'E' || f.record_id
    GROUP BY f.name_key
    HAVING count(*) = 1
)
SELECT
    c.* EXCLUDE (told_code),
    coalesce(c.told_code, f.credit_code) AS credit_code,
    f.firm_name,
    f.owner_person,
    CASE
        WHEN c.told_code IS NOT NULL OR f.credit_code IS NOT NULL THEN 'firm'
        -- 张老板 and 李姐 are what somebody is called: in the next matter it is somebody else.
        WHEN regexp_matches(c.name, '^.(老板娘?|师傅|老师|经理|先生|女士|医生|大夫|厂长|老二|总|哥|姐|嫂|叔|姨|姓)$') THEN 'unnamed'
        WHEN regexp_matches(c.name, '[某×\*xX]|姓名不详|身份不明|绰号|外号|微信|QQ|流动') THEN 'unnamed'
        WHEN regexp_matches(c.name, '(公司|厂|店|行|部|中心|合作社|超市|铺|坊|馆|企业|经销处|门市)$') THEN 'unregistered'
        WHEN c.is_name OR regexp_matches(c.name, '^[赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵汪祁毛狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房解应丁邓洪包左石崔吉龚程邢裴陆荣翁荀甄曲封储靳段焦侯宓全班仰秋仲伊宫宁仇甘武符刘景詹龙叶白蒲池谭劳姬申冉桑牛边温庄晏柴阎慕连茹习艾向古易廖耿满匡国文寇广欧利师关岳][\x{4e00}-\x{9fa5}·]{1,3}$') THEN 'person'
        ELSE 'unclear'
    END AS name_kind,
    EXISTS (
        -- Any case of the named: of the firm, of the person behind it, or under the very name.
        SELECT 1 FROM party.appearance AS m
        WHERE (m.feed <> c.feed OR m.record_id <> c.record_id)
          AND (m.credit_code = coalesce(c.told_code, f.credit_code) OR m.name_key = c.name_key
               OR m.person_id = f.owner_person)
    ) AS has_case
FROM cleaned AS c
LEFT JOIN firm AS f ON f.name_key = c.name_key AND coalesce(c.told_code = f.credit_code, TRUE)
WHERE c.name_key <> x_party(c.party_name)
  -- The party's own shop, or the party itself under another name, is nobody else.
  AND NOT EXISTS (
      SELECT 1 FROM party.appearance AS w
      WHERE w.feed = c.feed AND w.record_id = c.record_id
        AND (w.credit_code = coalesce(c.told_code, f.credit_code) OR (f.is_sole AND w.person_id = f.owner_person))
  )
