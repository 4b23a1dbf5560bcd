-- Groups of decisions as candidates of the offence they would add up to.
SELECT DISTINCT 'group' AS feed, group_id AS record_id, offence, 1.0::DOUBLE AS confidence, '合并计算' AS why
FROM fact.group_member
