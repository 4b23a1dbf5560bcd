"""Circumstances in the words of decisions: stated, denied, raised; never from a quoted statute."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from models.facts.circumstances import CIRCUMSTANCES_FILE, load_circumstances
from models.facts.cues import CUES_FILE, load_cues
from models.facts.flags import read_circumstances
from models.rulebook.vocabulary import load_vocabulary
from warehouse.errors import RulebookError

# What is stated and what is not, flag by flag, in as many files as there are fields of law.
_FILES = sorted((Path(__file__).parents[1] / "data" / "circumstances").glob("*.yaml"))
_EXAMPLES = [yaml.safe_load(file.read_text("utf-8")) for file in _FILES]
STATED = [pair for examples in _EXAMPLES for pair in examples["stated"].items()]
NOT_STATED = [pair for examples in _EXAMPLES for pair in examples["not_stated"].items()]


def _found(text: str) -> dict[str, bool | None]:
    return {circumstance.flag: circumstance.value for circumstance in read_circumstances(text)}


@pytest.mark.parametrize(("flag", "text"), [(flag, text) for flag, listed in STATED for text in listed])
def test_stated(flag: str, text: str) -> None:
    assert _found(f"经查，{text}。").get(flag) is True


@pytest.mark.parametrize(("flag", "text"), [(flag, text) for flag, listed in NOT_STATED for text in listed])
def test_not_stated(flag: str, text: str) -> None:
    assert not _found(f"经查，{text}。").get(flag, False)


@pytest.mark.parametrize(
    ("flag", "text"),
    [
        ("is_recovery_settled", "当事人已补缴税款"),
        ("is_lawful_source", "该批商品具有合法来源"),
        ("is_hidden_discharge", "通过雨水管排放洗车水"),
        ("has_toxic_substance", "用非食品原料生产食品"),
    ],
)
def test_half_of_what_the_law_asks_is_only_raised(flag: str, text: str) -> None:
    found = _found(text)
    assert flag in found
    assert found[flag] is None


def test_words_on_another_topic_say_nothing() -> None:
    assert "is_bid_by_coercion" not in _found("以欺骗手段，骗取国家出口退税款363.07万元。")
    assert "is_trade_without_pollution" not in _found("火灾未造成污染。")


def test_a_denied_notice_is_denied() -> None:
    assert _found("税务机关未依法下达追缴通知")["has_recovery_notice"] is False


def test_every_circumstance_of_the_vocabulary_can_be_read() -> None:
    assert set(load_circumstances().flags) == set(load_vocabulary().flags) == {flag for flag, _ in STATED}


@pytest.mark.parametrize(("file", "load"), [(CIRCUMSTANCES_FILE, load_circumstances), (CUES_FILE, load_cues)])
def test_a_mistake_in_a_table_is_named(file: Path, load: object, tmp_path: Path) -> None:
    assert callable(load)
    wrong = tmp_path / file.name
    wrong.write_text(file.read_text("utf-8").replace("version:", "versions:"), "utf-8")
    with pytest.raises(RulebookError, match=file.stem):
        load(wrong)


def test_a_pattern_that_does_not_compile_is_named(tmp_path: Path) -> None:
    wrong = tmp_path / "circumstances.yaml"
    wrong.write_text(CIRCUMSTANCES_FILE.read_text("utf-8").replace("'{neg}", "'({neg}"), "utf-8")
    with pytest.raises(RulebookError, match="circumstances"):
        load_circumstances(wrong)
