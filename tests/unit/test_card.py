"""Model cards and the running of models: a missing part, a doubled subject or an unlisted reason fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from models import registry
from models.card import Card, load_cards, read_card
from warehouse.errors import CheckFailed, RulebookError
from warehouse.pool import memory

CARD = """\
id: f99_example
title_zh: 例
title_en: Example
model_class: rule
failure_mode: 以罚代刑
subject: penalty
severity: low
feeds: [penalty]
absence_of: []
legal_basis: [{law: 行政处罚法, article: 第27条}]
condition_zh: 条件
risk_zh: 风险
excluded: {revoked: 已撤销}
insufficient: {measure_missing: 缺少事实}
parameters: [{id: days, zh: 天数, unit: 日, default: 7, source: 设定, date: 2026-01-01}]
known_false_positives: [误报]
clears_if_zh: 消除
owner: 组
version: 1.0.0
"""
ROW = ", ".join(
    f"NULL AS {name}" for name in registry.COLUMNS if name not in ("subject_id", "outcome", "reason_code")
)


def write(folder: Path, card: str = CARD, query: str = "SELECT 1", name: str = "f99_example") -> Path:
    path = folder / f"{name}.sql"
    path.write_text(f"/*card\n{card}*/\n{query}\n", "utf-8")
    return path


def model(folder: Path, *rows: tuple[str, str, str | None]) -> Card:
    values = ", ".join(f"('{a}', '{b}', {'NULL' if c is None else repr(c)})" for a, b, c in rows)
    names = "subject_id, outcome, reason_code"
    query = f"SELECT {ROW}, {names} FROM (VALUES {values}) AS v({names})"
    return read_card(write(folder, query=query))


def test_a_broken_line_leaves_no_space_between_two_chinese_signs(tmp_path: Path) -> None:
    folded = CARD.replace(
        "condition_zh: 条件\n", "condition_zh: >-\n  超过法定日数，\n  仍未移送 f01\n  的\n"
    )
    assert read_card(write(tmp_path, folded)).condition_zh == "超过法定日数，仍未移送 f01 的"


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with memory() as open_con:
        yield open_con


def test_a_whole_card_is_read(tmp_path: Path) -> None:
    card = read_card(write(tmp_path))
    (days,) = card.parameters
    assert (card.id, days.id, days.default, days.date) == ("f99_example", "days", 7.0, date(2026, 1, 1))


@pytest.mark.parametrize(
    "key", [line.split(":")[0] for line in CARD.splitlines() if line.split(":")[0] != "id"]
)
def test_every_part_of_the_card_is_required(key: str, tmp_path: Path) -> None:
    lines = [line for line in CARD.splitlines(keepends=True) if not line.startswith(f"{key}:")]
    with pytest.raises(RulebookError, match=key) as raised:
        read_card(write(tmp_path, "".join(lines)))
    assert "f99_example.sql" in str(raised.value)


@pytest.mark.parametrize(
    ("card", "complaint"),
    [
        (CARD + "colour: red\n", "colour"),
        (CARD.replace("severity: low", "severity: huge"), "severity"),
        (CARD.replace("feeds: [penalty]", "feeds: []"), "feeds"),
        (CARD.replace("id: f99_example", "id: f98_other"), "f98_other"),
        ("- a\n- b\n", "card is wrong"),
        ("a: [\n", "card is wrong"),
    ],
)
def test_a_wrong_card_names_file_and_part(card: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(RulebookError, match=complaint) as raised:
        read_card(write(tmp_path, card))
    assert "f99_example.sql" in str(raised.value)


def test_a_model_without_card_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "f99_example.sql"
    path.write_text("SELECT 1\n", "utf-8")
    with pytest.raises(RulebookError, match="without a card"):
        read_card(path)


def test_cards_are_found_in_order(tmp_path: Path) -> None:
    for group, name in (("reverse", "r01_b"), ("forward", "f02_b"), ("forward", "f01_a")):
        (tmp_path / group).mkdir(exist_ok=True)
        write(tmp_path / group, CARD.replace("f99_example", name), name=name)
    (tmp_path / "forward" / "helper.sql").write_text("SELECT 1", "utf-8")
    assert [card.id for card in load_cards(tmp_path)] == ["f01_a", "f02_b", "r01_b"]


def test_outcomes_are_counted_and_clear_ones_not_stored(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    card = model(
        tmp_path,
        ("a", "flagged", None),
        ("b", "clear", None),
        ("c", "excluded", "revoked"),
        ("d", "insufficient", "measure_missing"),
        ("e", "not_computable", None),
    )
    assert registry.run_model(con, card) == dict.fromkeys(registry.OUTCOMES, 1)
    assert registry.run_model(con, card) == dict.fromkeys(registry.OUTCOMES, 1)
    stored = con.execute('SELECT subject_id FROM model."f99_example" ORDER BY 1').fetchall()
    assert stored == [("a",), ("c",), ("d",), ("e",)]
    assert con.execute("SELECT count(*) FROM model.count").fetchall() == [(1,)]
    registry.outcomes(con, [card])
    told = con.execute("SELECT subject_id, reason_code FROM model.outcome ORDER BY 1").fetchall()
    assert told == [("c", "revoked"), ("d", "measure_missing"), ("e", None)]


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        ([("a", "flagged", None), ("a", "clear", None)], "two outcomes"),
        ([("a", "suspicious", None)], "does not list"),
        ([("a", "excluded", "police_case")], "police_case"),
        ([("a", "excluded", None)], "does not list"),
        ([("a", "insufficient", "revoked")], "does not list"),
    ],
)
def test_what_the_card_does_not_list_fails(
    rows: list[tuple[str, str, str | None]], complaint: str, con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    card = model(tmp_path, *rows)
    with pytest.raises(CheckFailed, match=complaint) as raised:
        registry.run_model(con, card)
    assert "f99_example" in str(raised.value)


def test_parameters_of_the_card_and_of_the_installation(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    cards = [read_card(write(tmp_path))]
    registry.set_parameters(con, cards, {})
    assert con.execute("FROM rule.parameter").fetchall() == [("f99_example", "days", 7.0)]
    registry.set_parameters(con, cards, {"f99_example": {"days": 9}})
    assert con.execute("FROM rule.parameter").fetchall() == [("f99_example", "days", 9.0)]
    with pytest.raises(CheckFailed, match="weeks"):
        registry.set_parameters(con, cards, {"f99_example": {"weeks": 1}})
