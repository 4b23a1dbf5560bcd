-- Telephones and addresses that became hubs or are none any more.
SELECT kind, value FROM changed_hub GROUP BY kind, value HAVING count(*) = 1
