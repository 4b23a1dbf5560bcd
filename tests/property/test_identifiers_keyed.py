"""What the pool keeps of an ID number: SQL agrees with Python, whatever was delivered."""

from __future__ import annotations

from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identifiers import person_id
from tests.identifiers.keyed import keep
from warehouse import keys
from warehouse.intake.values import install_macros
from warehouse.pool import memory

KEY = b"k" * keys.LENGTH
DIGITS = st.text("0123456789", min_size=17, max_size=17)
WHOLE = DIGITS.map(lambda first: first + person_id.check_character(first))
MASKED = st.text("0123456789*", min_size=12, max_size=20)
VALUES = st.one_of(
    WHOLE,
    DIGITS.map(lambda first: first + "X"),
    st.dates().map(lambda day: f"310114{day:%Y%m%d}0018"),
    st.text("0123456789", min_size=15, max_size=15),
    MASKED,
    WHOLE.map(lambda code: code[:6] + "*" * 8 + code[14:]),
    st.text("0123456789abcdef", min_size=32, max_size=32),
    st.text("ABCE0123456789 -", max_size=12),
)


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    keys.use(con, KEY)
    install_macros(con)
    return con


@settings(max_examples=40, deadline=None)
@given(st.lists(VALUES, min_size=20, max_size=20))
def test_sql_agrees_with_python(values: list[str]) -> None:
    rows = pool().execute("SELECT v, x_id_kept(v) FROM (SELECT unnest(?) AS v)", [values]).fetchall()
    for value, found in rows:
        kept = keep(person_id.normalise(value), KEY)
        assert found == (str(kept) if kept else None), value
