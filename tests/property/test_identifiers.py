"""Identifiers: the normal form does not depend on typography, and SQL agrees with Python."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identifiers import names, numbers, person_id, uscc
from tests.identifiers.text import FULL_WIDTH, is_blank
from warehouse.intake.values import install_macros
from warehouse.pool import memory

WIDE = {narrow: wide for wide, narrow in FULL_WIDTH.items()}
Normaliser = Callable[[str | None], str | None]
NORMALISERS: dict[str, Normaliser] = {
    "x_uscc": uscc.normalise,
    "x_id": person_id.normalise,
    "x_number": numbers.normalise,
    "x_name": names.normalise,
}
# What stands in such fields: Chinese, ASCII, full-width forms, brackets, dots, dashes, masks, white space.
WILD = st.text(
    st.one_of(
        st.sampled_from(
            "0123456789第号字之一沪市监嘉处张三无暂—–‐−-·•・‧∙〔〕﹝﹞【】[]{}〈〉《》（）［］()"
            "*X×•●# \t\n\u3000\u00a0\u200bx"
        ),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E),
        st.characters(min_codepoint=0xFF01, max_codepoint=0xFF5E),
    ),
    max_size=24,
)


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


@settings(max_examples=40, deadline=None)
@given(st.lists(WILD, min_size=20, max_size=20))
def test_sql_agrees_with_python(values: list[str]) -> None:
    con = pool()
    for macro, normalise in NORMALISERS.items():
        rows = con.execute(f"SELECT v, {macro}(v) FROM (SELECT unnest(?) AS v)", [values]).fetchall()
        assert len(rows) == len(values)
        for value, found in rows:
            assert found == normalise(value), (macro, value)


@pytest.mark.parametrize("normalise", NORMALISERS.values(), ids=list(NORMALISERS))
@given(value=WILD)
def test_normalising_twice_changes_nothing(normalise: Normaliser, value: str) -> None:
    once = normalise(value)
    # What normalises to a dash (‐) or a "null" is nothing at the second look, and nothing at any later one.
    assert normalise(once) == (None if is_blank(once) else once)


@given(
    prefix=st.sampled_from(["浦市监案处字", "沪市监嘉处", "沪嘉检刑不诉", "沪公(嘉)立字"]),
    year=st.integers(1990, 2030),
    serial=st.integers(1, 10**14),
    brackets=st.sampled_from(["〔〕", "[]", "【】", "()", "（）", "﹝﹞", "［］"]),
    ordinal=st.sampled_from(["", "第"]),
    zeros=st.integers(0, 4),
    closing=st.sampled_from(["", "号", " 号"]),
    is_wide=st.booleans(),
)
def test_a_number_is_one_however_written(
    prefix: str, year: int, serial: int, brackets: str, ordinal: str, zeros: int, closing: str, is_wide: bool
) -> None:
    written = f"{prefix}{brackets[0]}{year}{brackets[1]} {ordinal}{'0' * zeros}{serial}{closing}"
    if is_wide:
        written = written.translate(WIDE)
    assert numbers.normalise(written) == f"{prefix}({year}){serial}"


@given(st.text(uscc.ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_never_passes_the_credit_code(first: str, place: int, other: str) -> None:
    code = first + uscc.check_character(first)
    assert uscc.is_valid(code)
    changed = code[:place] + other + code[place + 1 :]
    assert uscc.is_valid(changed) == (changed == code)


@given(
    st.dates(date(1900, 1, 1), date(2030, 1, 1)),
    st.integers(0, 999),
    st.integers(0, 17),
    st.sampled_from("0123456789"),
)
def test_one_wrong_digit_never_passes_the_identity_number(
    born: date, sequence: int, place: int, other: str
) -> None:
    first = f"310114{born:%Y%m%d}{sequence:03d}"
    code = first + person_id.check_character(first)
    assert person_id.is_valid(code)
    assert person_id.birth_on(code) == born
    changed = code[:place] + other + code[place + 1 :]
    assert person_id.is_valid(changed) == (changed == code)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.text("0123456789ABCDEFGHJKLMNPQRTUWXYIO", min_size=16, max_size=19), st.booleans()),
        min_size=30,
        max_size=30,
    )
)
def test_check_characters_agree_between_sql_and_python(rows: list[tuple[str, bool]]) -> None:
    codes = [
        text[:17] + uscc.check_character(text[:17])
        if good and set(text) <= set(uscc.ALPHABET) and len(text) >= 17
        else text
        for text, good in rows
    ]
    con = pool()
    for code, found in con.execute("SELECT v, x_uscc_ok(v) FROM (SELECT unnest(?) AS v)", [codes]).fetchall():
        assert found == uscc.is_valid(code), code


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.dates(date(1900, 1, 1), date(2030, 1, 1)), st.text("0123456789", min_size=4, max_size=4)
        ),
        min_size=30,
        max_size=30,
    )
)
def test_identity_checks_agree_between_sql_and_python(rows: list[tuple[date, str]]) -> None:
    codes = [f"310114{born:%Y%m%d}{tail}" for born, tail in rows] + [
        "310114199013010010",
        "11010519491231002X",
    ]
    con = pool()
    for code, found in con.execute("SELECT v, x_id_ok(v) FROM (SELECT unnest(?) AS v)", [codes]).fetchall():
        assert found == person_id.is_valid(code), code
