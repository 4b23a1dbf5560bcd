-- What lasts from run to run.
CREATE TABLE IF NOT EXISTS party.source (feed VARCHAR, record_id VARCHAR, fingerprint VARCHAR);
CREATE TABLE IF NOT EXISTS party.mention (
    mention_id VARCHAR, feed VARCHAR, record_id VARCHAR, version INTEGER, role VARCHAR, kind VARCHAR, name VARCHAR, name_key VARCHAR,
    loose_key VARCHAR, brand VARCHAR, credit_code VARCHAR, is_firm BOOLEAN, id_kind VARCHAR, id_hash VARCHAR, id_region VARCHAR,
    id_birth VARCHAR, id_tail VARCHAR, phone_key VARCHAR, address_key VARCHAR, from_on DATE, to_on DATE
);
CREATE TABLE IF NOT EXISTS party.firm_form (
    record_id VARCHAR, version INTEGER, name_key VARCHAR, loose_key VARCHAR, brand VARCHAR, legal_rep_key VARCHAR, phone_key VARCHAR,
    address_key VARCHAR
);
CREATE TABLE IF NOT EXISTS party.number (feed VARCHAR, record_id VARCHAR, kind VARCHAR, no VARCHAR);
CREATE TABLE IF NOT EXISTS party.figure (feed VARCHAR, record_id VARCHAR, figure BIGINT);
CREATE TABLE IF NOT EXISTS party.profile (feed VARCHAR, record_id VARCHAR, profile VARCHAR);
CREATE TABLE IF NOT EXISTS party.pair (
    a_feed VARCHAR, a_record VARCHAR, b_feed VARCHAR, b_record VARCHAR, left_mention VARCHAR, right_mention VARCHAR,
    tier VARCHAR, probability DOUBLE, score DOUBLE
);
CREATE TABLE IF NOT EXISTS party.method (told VARCHAR);
