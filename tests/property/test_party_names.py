"""Names, telephones, addresses: the normal form is stable, and SQL agrees with Python."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import duckdb
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.identifiers import contact, party_names
from warehouse.intake.values import install_macros
from warehouse.pool import memory


def _of_key(function: Callable[[str], object]) -> Callable[[str | None], object]:
    return lambda text: None if (name := party_names.key(text)) is None else function(name)


FORMS: dict[str, Callable[[str | None], object]] = {
    "x_party({})": party_names.key,
    "x_operator({})": party_names.operator,
    "x_shop_of({})": party_names.shop,
    "x_loose(x_party({}))": _of_key(party_names.loose),
    "x_is_unit(x_party({}))": _of_key(party_names.is_unit),
    "x_brand(x_party({}))": _of_key(party_names.brand),
    "x_authority({})": party_names.authority,
    "x_phone({})": contact.phone,
    "x_address({})": contact.address,
}
PIECES = st.sampled_from(
    [
        "临溟市", "云桥区", "雲橋區", "青美", "餘記", "烟酒店", "杂货店", "有限责任公司", "有限公司",
        "（经营者：", "(负责人:", "）", ")", "（", "字号：", "王某", "买买提·艾力", "超市", "市监局",
        "工商局", "公安分局", " ", "　", "望江路", "１２３号", "5栋", "101室", "138-0000-1234",
        "021-5555 0123", "+86", "无", "-", "A", "个体工商户", "分公司", "，",
        "马子轩", "欧阳", "轩", "金玉楼", "行",
    ]
)  # fmt: skip
VALUES = st.lists(PIECES, max_size=7).map("".join)


@cache
def pool() -> duckdb.DuckDBPyConnection:
    con = memory()
    install_macros(con)
    return con


@settings(max_examples=15, deadline=None)  # planning the statement costs more than fifty values
@given(st.lists(VALUES, min_size=50, max_size=50))
def test_sql_agrees_with_python(values: list[str]) -> None:
    told = ", ".join(form.format("v") for form in FORMS)
    rows = pool().execute(f"SELECT v, {told} FROM (SELECT unnest(?) AS v)", [values]).fetchall()
    for value, *found in rows:
        assert found == [function(value) for function in FORMS.values()], value


@given(VALUES)
def test_key_is_stable(value: str) -> None:
    name = party_names.key(value)
    if name is not None and "(" not in name:
        assert party_names.key(name) == name
