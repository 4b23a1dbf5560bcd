-- What is kept of each record, made empty where all is linked anew.
CREATE OR REPLACE TABLE party.source (feed VARCHAR, record_id VARCHAR, fingerprint UBIGINT);
CREATE OR REPLACE TABLE party.mention (
    mention_id VARCHAR, feed VARCHAR, record_id VARCHAR, version INTEGER, role VARCHAR, kind VARCHAR, name VARCHAR, name_key VARCHAR,
    loose_key VARCHAR, brand VARCHAR, credit_code VARCHAR, is_firm BOOLEAN, id_kind VARCHAR, id_hash VARCHAR, id_region VARCHAR,
    id_birth VARCHAR, id_tail VARCHAR, phone_key VARCHAR, address_key VARCHAR, from_on DATE, to_on DATE
);
CREATE OR REPLACE TABLE party.number (feed VARCHAR, record_id VARCHAR, kind VARCHAR, no VARCHAR);
CREATE OR REPLACE TABLE party.figure (feed VARCHAR, record_id VARCHAR, figure BIGINT);
CREATE OR REPLACE TABLE party.pair (
    a_feed VARCHAR, a_record VARCHAR, b_feed VARCHAR, b_record VARCHAR, left_mention VARCHAR, right_mention VARCHAR,
    tier VARCHAR, probability DOUBLE, score DOUBLE
);
