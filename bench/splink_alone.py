"""Splink by itself, as its own guide begins: one row per record, its ready comparisons, its default levels.

No tiers, no constraints, no calibration; the owner of a firm is joined from the register beforehand, so that
it has the same to go by. It is the yardstick beside the links of this project.
"""

from __future__ import annotations

import logging

import duckdb
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

from warehouse.intake.values import install_macros

RECALL = 0.6  # what the deterministic rules are taken to find, to start from
SAMPLE = 2e6
LEAST = 0.05
COLUMNS = ("firm", "person", "person_id", "code")
LONGEST_NAME = 4  # of a natural person; a longer one is a firm's


def settings() -> SettingsCreator:
    """Return comparisons with default levels on firm, person behind it, ID number and credit code."""
    return SettingsCreator(
        link_type="link_only",
        unique_id_column_name="uid",
        comparisons=[
            cl.JaroWinklerAtThresholds("firm"),
            cl.JaroWinklerAtThresholds("person"),
            cl.ExactMatch("person_id"),
            cl.ExactMatch("code"),
        ],
        blocking_rules_to_generate_predictions=[block_on(column) for column in COLUMNS],
    )


def predict(con: duckdb.DuckDBPyConnection, left: str, right: str, least: float = LEAST) -> str:
    """Train on both tables and return the table of predictions (``uid_l``, ``uid_r``, ``match_probability``).

    Parameters
    ----------
    con
        A connection; the tables of predictions are made in it.
    left, right
        Tables with ``uid`` and the columns compared.
    least
        Lowest probability kept.
    """
    logging.getLogger("splink").setLevel(logging.ERROR)
    linker = Linker([left, right], settings(), DuckDBAPI(con), set_up_basic_logging=False)
    rules = [block_on("person_id"), block_on("code")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=SAMPLE, seed=1)
    for rule in (block_on("person"), block_on("person_id")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    return str(linker.inference.predict(threshold_match_probability=least).physical_name)


def of_pool(con: duckdb.DuckDBPyConnection) -> str:
    """Make a query of Splink's links between the administrative and the criminal records of a pool.

    Splink works on a connection of its own: it asks whether a table exists by provoking an error, which ends
    the transaction that a writer of the pool is in.
    """
    install_macros(con)
    administrative = con.sql(
        f"""WITH owner AS (
            -- The register is given to it too: the owner by the code, else by a name only one firm bears.
            SELECT credit_code, x_name(name) AS name, legal_rep, legal_rep_id_no,
                count(*) OVER (PARTITION BY x_name(name)) = 1 AS is_only_bearer
            FROM known.entity
        ),
        record AS (
            SELECT 'penalty|' || record_id AS uid, party_name, legal_rep, party_id_no, legal_rep_id_no,
                credit_code
            FROM known.penalty
            UNION ALL
            SELECT 'admin_case|' || record_id, party_name, legal_rep, party_id_no, NULL, credit_code
            FROM known.admin_case
        )
        SELECT uid, CASE WHEN length(x_name(party_name)) > {LONGEST_NAME} THEN x_name(party_name) END AS firm,
            x_name(CASE
                WHEN length(x_name(party_name)) <= {LONGEST_NAME} THEN party_name
                ELSE coalesce(r.legal_rep, c.legal_rep, n.legal_rep)
            END) AS person,
            coalesce(party_id_no, r.legal_rep_id_no, c.legal_rep_id_no, n.legal_rep_id_no) AS person_id,
            coalesce(r.credit_code, n.credit_code) AS code
        FROM record AS r
        LEFT JOIN owner AS c ON c.credit_code = r.credit_code
        LEFT JOIN owner AS n
          ON r.credit_code IS NULL AND n.is_only_bearer AND n.name = x_name(r.party_name)"""
    ).to_arrow_table()
    criminal = con.sql(
        f"""WITH record AS (
            SELECT 'transfer' AS feed, record_id, party_name AS name, party_id_no AS person_id, credit_code
            FROM known.transfer
            UNION ALL SELECT 'police_case', record_id, suspect_name, suspect_id_no, credit_code
            FROM known.police_case
            UNION ALL SELECT 'prosecution', record_id, suspect_name, suspect_id_no, credit_code
            FROM known.prosecution
            UNION ALL SELECT 'judgment', record_id, defendant_name, defendant_id_no, credit_code
            FROM known.judgment
            UNION ALL SELECT 'procuratorial_document', record_id, party_name, party_id_no, NULL
            FROM known.procuratorial_document
        )
        SELECT feed || '|' || record_id AS uid,
            CASE WHEN length(x_name(name)) > {LONGEST_NAME} THEN x_name(name) END AS firm,
            CASE WHEN length(x_name(name)) <= {LONGEST_NAME} THEN x_name(name) END AS person,
            person_id, credit_code AS code
        FROM record"""
    ).to_arrow_table()
    with duckdb.connect() as own:
        own.register("administrative", administrative)
        own.register("criminal", criminal)
        table = predict(own, "administrative", "criminal")
        links = own.sql(
            f"""SELECT split_part(uid_l, '|', 1) AS a_feed, split_part(uid_l, '|', 2) AS a_record,
                split_part(uid_r, '|', 1) AS b_feed, split_part(uid_r, '|', 2) AS b_record,
                match_probability AS probability FROM {table}"""
        ).to_arrow_table()
    con.register("splink_link", links)
    return "FROM splink_link"
