-- One row per event: which state it proves, where it stands, whom it concerns, which case it belongs to.
-- A record that nothing is connected with is a case of its own. A state known to be reached without its date
-- has no day.
SELECT
    e.state,
    s.flow,
    s.zh,
    s.actor,
    s.place,
    e.feed,
    e.record_id,
    e.no,
    e.authority,
    e.party_name,
    p.party_id,
    coalesce(c.case_id, 'C' || left(md5(e.feed || ':' || e.record_id), 10)) AS case_id,
    e.on_day AS happened_on,
    e.at_moment AS happened_at,
    e."column",
    e.batch_id,
    e.sheet,
    e.row_no,
    e.known_on
FROM flow.raw_event AS e
JOIN flow.state AS s USING (state)
LEFT JOIN flow.case_of AS c ON c.feed = e.feed AND c.record_id = e.record_id
LEFT JOIN party.resolved AS p ON p.feed = e.feed AND p.record_id = e.record_id
