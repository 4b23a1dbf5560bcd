-- Every naming of a natural person, in records and in the register, with the bodies named beside it.
WITH every AS (
    SELECT mention_id AS row_id, feed, record_id, role, name_key, id_kind, id_hash, id_region, id_birth, id_tail,
           -- The record's telephone and address are the party's, not those of a company's legal representative.
           CASE WHEN role = 'party' THEN phone_key END AS phone_key,
           CASE WHEN role = 'party' THEN address_key END AS address_key,
           from_on, to_on, NULL AS own_unit, NULL AS duty
    FROM party.mention
    WHERE kind = 'person'
      AND (feed, record_id) IN (SELECT (feed, record_id) FROM party_fresh) -- part
    UNION ALL
    SELECT 'E' || record_id, 'entity', record_id, 'registered', legal_rep_key, x_id_kind(owner_id), x_id_hash(owner_id),
           x_id_region(owner_id), x_id_birth(owner_id), x_id_tail(owner_id),
           CASE WHEN is_sole THEN phone_key END, CASE WHEN is_sole THEN address_key END, NULL, NULL, credit_code,
           CASE WHEN is_sole THEN '经营者' ELSE '法定代表人' END
    FROM party.firm
    WHERE legal_rep IS NOT NULL
      AND record_id IN (SELECT record_id FROM party_fresh WHERE feed = 'entity') -- part
    UNION ALL
    SELECT 'M' || record_id, 'entity_member', record_id, 'registered', x_party(person_name), x_id_kind(person_id_no),
           x_id_hash(person_id_no), x_id_region(person_id_no), x_id_birth(person_id_no), x_id_tail(person_id_no),
           NULL, NULL, from_on, to_on, credit_code,
           CASE WHEN role = '股东' AND coalesce(share, 0) >= (SELECT value FROM party.setting WHERE id = 'control_share')
                THEN '控股股东' ELSE role END
    FROM known.entity_member
    SEMI JOIN (SELECT record_id FROM party_fresh WHERE feed = 'entity_member') USING (record_id) -- part
    WHERE NOT x_is_unit(x_party(person_name))
)
SELECT * FROM every
