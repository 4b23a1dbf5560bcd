-- Figures that may be told in more or fewer matters.
SELECT figure FROM changed_figure
UNION
SELECT figure FROM party.figure SEMI JOIN changed_matter USING (feed, record_id)
