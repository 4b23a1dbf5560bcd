-- 公安不予立案的移送及理由
SELECT transfer_no AS 移送书, authority AS 移送机关, to_authority AS 公安机关, suspected_offence AS 涉嫌罪名, police_decided_on AS 决定日期, not_filed_reason AS 理由
FROM transfer WHERE police_decision = '不予立案'
ORDER BY police_decided_on DESC NULLS LAST, 移送书
