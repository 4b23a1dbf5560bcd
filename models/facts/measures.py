"""What is known of each measure of a record: columns first, texts where they are silent, then what follows.

The tables are built by one SELECT per file under ``sql/``; Python only hands over what stands in YAML and
writes the last pivot, whose columns are the vocabulary's.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb

from models.facts import phrases, texts
from models.facts.circumstances import load_circumstances
from models.facts.words.cues import load_cues
from models.facts.words.numerals import CHINESE
from models.rulebook.vocabulary import Amount, Flag, Vocabulary, load_vocabulary
from warehouse import tables
from warehouse.errors import RulebookError
from warehouse.tables import literal
from warehouse.yaml_text import Closed, read_rules

MEASURED_FILE = Path(__file__).with_name("measured.yaml")
_SQL = Path(__file__).with_name("sql")
_UNIT_SIGN = rf"([^0-9.．,，０-９{CHINESE}余多个\s][^0-9]{{0,2}}|个月?)$"
_STEPS = ("measure_column", "measure_text", "measure_told", "measure_derived", "flag_told", "measure_source")


class _UnitMeasure(Closed):
    unit: str
    measure: str


class RoleMeasure(_UnitMeasure):
    """One role in one unit, and the measure it gives."""

    role: str
    factor: Decimal = Decimal(1)
    rank: int = 1


class _AloneMeasure(_UnitMeasure):
    offences: tuple[str, ...]
    roles: tuple[str, ...] = ("unknown",)
    never: str | None = None  # of what the sentence tells it is the amount of something else


class _Alone(Closed):
    besides: tuple[str, ...]
    measures: tuple[_AloneMeasure, ...]


class _Rows(Closed):
    roles: tuple[str, ...]
    priced: tuple[str, ...]
    once: tuple[str, ...]
    each: str
    between: str
    never: str
    before: str
    acts: str
    words: dict[str, str]


class _Receipts(Closed):
    offences: tuple[str, ...]
    bribed: tuple[str, ...]
    moved: tuple[str, ...]
    sales_only: tuple[str, ...]
    unless: tuple[str, ...]


class _Contradiction(Closed):
    far: float
    slip_from: float
    slip_to: float
    implausible: Decimal


class Measured(Closed):
    """Everything in measured.yaml."""

    roles: tuple[RoleMeasure, ...]
    alone: _Alone
    rows: _Rows
    receipts: _Receipts
    contradiction: _Contradiction


def load_measured(path: Path = MEASURED_FILE, vocabulary: Vocabulary | None = None) -> Measured:
    """Read which role is which measure.

    Raises
    ------
    RulebookError
        If the file has an unknown or missing key, or names a measure that the vocabulary lacks.
    """
    measured = read_rules(path, Measured, "table of roles and measures is wrong")
    known = (vocabulary or load_vocabulary()).amounts
    every: list[_UnitMeasure] = [*measured.roles, *measured.alone.measures]
    for entry in every:
        if entry.measure not in known:
            raise RulebookError(
                "unknown measure",
                where=f"{path.name}: {entry.unit}",
                found=entry.measure,
                expected=", ".join(known),
                action="correct the YAML",
            )
    return measured


def build(con: duckdb.DuckDBPyConnection) -> int:
    """Build ``fact.measure_source`` and ``fact.measure``; return the records measured.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, after ``texts.read_new`` and with ``fact.candidate``.
    """
    vocabulary = load_vocabulary()
    measured = load_measured(vocabulary=vocabulary)
    _hand_over(con, measured)
    phrases.lay_down(con)
    con.execute("CREATE OR REPLACE TABLE fact.measure_row AS\n" + _row_sql(measured.rows))
    for step in _STEPS:
        tables.build(con, "fact", _SQL / f"{step}.sql")
    con.execute("CREATE OR REPLACE TABLE fact.measure AS\n" + _measure_sql(vocabulary))
    for step in ("measure_row", *_STEPS[:-1]):
        con.execute(f"DROP TABLE fact.{step}")
    return tables.count(con, "fact.measure")


def _hand_over(con: duckdb.DuckDBPyConnection, measured: Measured) -> None:
    con.execute(
        "CREATE OR REPLACE TABLE fact.measured_role "
        "(role VARCHAR, unit VARCHAR, measure VARCHAR, factor DECIMAL(12,4), rank INTEGER)"
    )
    tables.fill(
        con,
        "fact.measured_role",
        [[r.role, r.unit, r.measure, r.factor, r.rank] for r in measured.roles],
    )
    con.execute(
        "CREATE OR REPLACE TABLE fact.measured_alone "
        "(offence VARCHAR, measure VARCHAR, unit VARCHAR, roles VARCHAR[], besides VARCHAR[], never VARCHAR)"
    )
    alone = measured.alone
    tables.fill(
        con,
        "fact.measured_alone",
        [
            [offence, a.measure, a.unit, list(a.roles), list(alone.besides), a.never]
            for a in alone.measures
            for offence in a.offences
        ],
    )
    con.execute("CREATE OR REPLACE TABLE fact.receipts (offence VARCHAR, counted VARCHAR)")
    counted = [[offence, kind] for kind, offences in measured.receipts for offence in offences]
    tables.fill(con, "fact.receipts", counted)
    limits = measured.contradiction
    con.execute(
        "CREATE OR REPLACE TABLE fact.contradiction AS "
        "SELECT ?::DOUBLE AS far, ?::DOUBLE AS slip_from, ?::DOUBLE AS slip_to, "
        "?::DECIMAL(18,4) AS implausible",
        [limits.far, limits.slip_from, limits.slip_to, limits.implausible],
    )
    con.execute("CREATE OR REPLACE TABLE fact.flag_column (flag VARCHAR, told_in VARCHAR)")
    pairs = [[flag, column] for flag, columns in load_circumstances().columns.items() for column in columns]
    tables.fill(con, "fact.flag_column", pairs)


def _row_sql(rows: _Rows) -> str:
    between = rows.between
    for name, pattern in rows.words.items():
        between = between.replace(f"{{{name}}}", f"(?:{pattern})")
    return (
        (_SQL / "measure_row.sql")
        .read_text("utf-8")
        .format(
            record_text=texts.own_text_sql(),
            roles=list(rows.roles),
            priced=list(rows.priced),
            once=list(rows.once),
            each=literal(rows.each),
            between=literal(between),
            never=literal(rows.never),
            before=literal(rows.before),
            acts=literal(rows.acts),
            unit_sign=literal(_UNIT_SIGN),
            factors=_factors(),
        )
    )


def _factors() -> str:
    """Return as SQL how much of the unit that amounts are kept in one of each other unit is."""
    others = {sign: factor for sign, (_, factor) in load_cues().units.items() if factor != 1}
    return "MAP {" + ", ".join(f"{literal(sign)}: {factor}" for sign, factor in sorted(others.items())) + "}"


def _measure_sql(vocabulary: Vocabulary) -> str:
    columns = [_amount(name, amount, vocabulary) for name, amount in vocabulary.amounts.items()]
    columns += [_flag(name, flag) for name, flag in vocabulary.flags.items()]
    measures = [f"'{name}'" for name in (*vocabulary.amounts, *vocabulary.flags)]
    template = (_SQL / "measure.sql").read_text("utf-8")
    return template.format(columns=",\n    ".join(columns), measures=", ".join(measures))


def _amount(name: str, amount: Amount, vocabulary: Vocabulary) -> str:
    # No source: what the vocabulary says of silence. A source without an upper bound keeps it open.
    absent = "0" if amount.absent is None else str(amount.absent)
    upper = "NULL" if amount.absent is None else str(amount.absent)
    if amount.none_unless is not None:
        upper = f"CASE WHEN coalesce(u.{amount.none_unless}_hi, 0) = 0 THEN 0 END"
    # That there was none of a peer says nothing of the others.
    peers = [
        f"coalesce(u.{other}_hi > 0, u.{other}_lo IS NOT NULL)"
        for other, peer in vocabulary.amounts.items()
        if amount.group is not None and peer.group == amount.group and other != name
    ]
    silent = f"CASE WHEN {' OR '.join(peers)} THEN 0 ELSE {upper} END" if peers else upper
    bound = f"CASE WHEN u.{name}_lo IS NULL THEN {silent} ELSE u.{name}_hi END"
    return (
        f"coalesce(u.{name}_lo, {absent})::DECIMAL(18, 4) AS {name}_lo,\n"
        f"    ({bound})::DECIMAL(18, 4) AS {name}_hi"
    )


def _flag(name: str, flag: Flag) -> str:
    # 1 to 1 is stated, 0 to 0 denied, 0 to 1 raised and not settled.
    absent = "NULL" if flag.absent == "unknown" else "FALSE"
    lo, hi = f"u.{name}_lo", f"u.{name}_hi"
    return f"CASE WHEN {lo} IS NULL THEN {absent} WHEN {lo} = {hi} THEN {lo} = 1 END AS {name}"
