-- Where those behind a body may be others.
SELECT feed AS source, record_id FROM touched_record
