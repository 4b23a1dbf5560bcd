"""The review index: whole, without contradiction, and a mistake is told with its place."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

import models.reverse_index
from models.reverse_index import Entry, load_index
from models.reverse_index.load import Without
from tests import chain
from warehouse.errors import RulebookError

SHIPPED = Path(models.reverse_index.__file__).parent


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in SHIPPED.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("asked", "entry"),
    [
        ("mark_sale", "mark_sale"),
        ("销售假冒注册商标的商品罪", "mark_sale"),
        # The longer name is the offence meant.
        ("合同诈骗罪", "contract_fraud"),
        ("集资诈骗罪", "fund_fraud"),
        ("诈骗", "fraud"),
        ("涉嫌危险驾驶罪（醉驾）", "drunk_driving"),
    ],
)
def test_an_offence_is_found_as_records_write_it(asked: str, entry: str) -> None:
    found = load_index().find(asked)
    assert isinstance(found, Entry)
    assert found.id == entry


def test_offences_without_a_norm_are_named_with_reason_and_source() -> None:
    found = load_index().find("过失致人死亡罪")
    assert isinstance(found, Without)
    assert found.reason
    assert found.source.cite()


def test_an_unknown_offence_is_told_with_the_nearest() -> None:
    with pytest.raises(RulebookError, match="没有这个罪名"):
        load_index().find("某某罪")
    with pytest.raises(RulebookError, match=r"应为：.*、.*索引有 \d+ 个"):
        load_index().find("214")


def test_every_offence_of_the_rulebook_has_an_entry() -> None:
    index = load_index()
    assert [o.name for o in chain.RULEBOOK().offences.values() if not index.find(o.name)] == []


def test_norms_change_with_the_day() -> None:
    theft = load_index().entries["theft"]
    before = [norm.articles for norm in theft.norms if norm.is_in_force(date(2025, 12, 31))]
    after = [norm.articles for norm in theft.norms if norm.is_in_force(date(2026, 1, 1))]
    assert (before, after) == (["第49条"], ["第58条"])


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("limitation: penalty_limitation_grave", "limitation: no_such_clock", "limitation"),
        ("evidence: [case, goods, test]", "evidence: [case, gone]", "evidence"),
        ("names: [假冒专利]", "names: [假冒注册商标]", "names"),
        ("authority: 海关, pattern", "body: 海关, pattern", "market.yaml"),
    ],
)
def test_a_mistake_is_told(folder: Path, old: str, new: str, told: str) -> None:
    path = folder / "market.yaml"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")
    with pytest.raises(RulebookError, match=told):
        load_index(folder)


def test_a_checklist_column_that_no_contract_has_is_told(folder: Path) -> None:
    path = folder / "common.yaml"
    path.write_text(path.read_text("utf-8").replace("prosecution.plea", "prosecution.pleas"), "utf-8")
    with pytest.raises(RulebookError, match="pleas"):
        load_index(folder)
