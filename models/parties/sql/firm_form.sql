-- The names and contacts of registered firms as compared, of those entries that are new or different.
SELECT
    record_id,
    version,
    x_party(name) AS name_key,
    x_loose(x_party(name)) AS loose_key,
    x_brand(x_party(name)) AS brand,
    x_party(legal_rep) AS legal_rep_key,
    x_phone(phone) AS phone_key,
    x_address(address) AS address_key
FROM known.entity
ANTI JOIN party.firm_form USING (record_id, version)
