-- Firms whose names may be others.
SELECT DISTINCT credit_code FROM changed_firm
