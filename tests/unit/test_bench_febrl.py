"""How the FEBRL data are dressed as what this project links."""

from __future__ import annotations

import polars as pl

from bench.febrl import dressed


def test_each_spelling_is_one_sign_and_the_street_is_a_shop() -> None:
    left = pl.DataFrame(
        {
            "given_name": ["mia", "mia", None],
            "surname": ["green", "greene", None],
            "street_number": ["8", None, "5"],
            "address_1": ["stanley street", "giblin street", None],
        }
    )
    right = left.with_columns(surname=pl.lit("green"))
    one, other = dressed(left, right)
    names = one["name"].to_list()
    assert [None if name is None else len(name) for name in names] == [2, 2, None]
    assert names[0] != names[1]
    assert names[0][1] == names[1][1], "the same given name"
    assert other["name"][1] == names[0], "a spelling has the same sign on both sides"
    assert len(other["name"][2]) == 1, "only the surname is known"
    assert one["shop"].to_list() == ["8stanleystreet店", "giblinstreet店", None]
