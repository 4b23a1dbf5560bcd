-- How much a comparison says, in words.
CREATE OR REPLACE TEMP MACRO x_weight_zh(bits) AS
    CASE
        WHEN bits IS NULL THEN '决定性'
        WHEN bits >= 8 THEN '很强'
        WHEN bits >= 4 THEN '强'
        WHEN bits >= 1 THEN '一般'
        WHEN bits > -1 THEN '几无'
        WHEN bits > -4 THEN '反对'
        ELSE '强烈反对'
    END;
