"""The reference pages: drift is noticed, a card is whole on its page, what is not demonstrated fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from models.card import load_cards
from pipelines.docs import __main__ as docs
from pipelines.docs import models as model_pages
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.intake.mapping import SourceMapping, read_mapping

PAGES = {"feeds/penalty.md": "决定\n", "models/README.md": "模型\n"}


def test_written_pages_do_not_drift(tmp_path: Path) -> None:
    assert docs.write(tmp_path, PAGES) == ["missing: feeds/penalty.md", "missing: models/README.md"]
    assert docs.drift(tmp_path, PAGES) == []
    assert (tmp_path / "feeds" / "penalty.md").read_bytes() == "决定\n".encode()


def test_each_kind_of_drift_is_named_and_repaired(tmp_path: Path) -> None:
    docs.write(tmp_path, PAGES)
    (tmp_path / "feeds" / "penalty.md").write_text("changed by hand\n", "utf-8")
    (tmp_path / "models" / "README.md").unlink()
    (tmp_path / "offences").mkdir()
    (tmp_path / "offences" / "999.md").write_text("of a rule that is gone", "utf-8")
    told = ["missing: models/README.md", "superfluous: offences/999.md", "differs: feeds/penalty.md"]
    assert docs.drift(tmp_path, PAGES) == told
    assert docs.write(tmp_path, PAGES) == told
    assert docs.drift(tmp_path, PAGES) == []


def test_line_ends_count(tmp_path: Path) -> None:
    docs.write(tmp_path, PAGES)
    (tmp_path / "feeds" / "penalty.md").write_bytes("决定\r\n".encode())
    assert docs.drift(tmp_path, PAGES) == ["differs: feeds/penalty.md"]


def test_command_fails_on_drift_and_writes_only_without_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(docs, "expected", lambda: PAGES)
    assert docs.main(["--check"], tmp_path) == 1
    assert "missing: feeds/penalty.md" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
    assert docs.main([], tmp_path) == 0
    assert docs.main(["--check"], tmp_path) == 0


def test_every_public_module_is_a_generator() -> None:
    folder = Path(docs.__file__).parent
    assert docs.generators() == sorted(p.stem for p in folder.glob("[a-z]*.py"))
    assert {"feeds", "models", "offences"} <= set(docs.generators())


@pytest.mark.parametrize("path", ["../x.md", "/x.md", "docs/reference/models/x.md", "models/x.md"])
def test_a_page_outside_its_folder_is_refused(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_pages, "pages", lambda: {path: ""})
    with pytest.raises(XianjieError, match="outside its folder"):
        docs.expected(["models"])


def test_a_generator_without_pages_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_pages, "pages", dict)
    with pytest.raises(XianjieError, match="without pages"):
        docs.expected(["models"])


def test_committed_pages_are_up_to_date() -> None:
    assert docs.drift(docs.REFERENCE, docs.expected()) == []


@pytest.mark.parametrize("card", load_cards(), ids=lambda card: card.id[:3])
def test_the_page_holds_every_part_of_the_card(card: model_pages.Card) -> None:
    text = model_pages.pages()[f"{card.id}.md"]
    parts = [card.title_zh, card.title_en, card.owner, card.version, card.clears_if_zh, f"{card.id}.sql"]
    parts += [basis.article for basis in card.legal_basis]
    parts += [*card.excluded, *card.excluded.values(), *card.insufficient, *card.insufficient.values()]
    parts += [p.zh for p in card.parameters] + card.known_false_positives
    assert [part for part in parts if part not in text] == []
    # Relative links lead somewhere.
    links = [part.split(")", 1)[0] for part in text.split("](")[1:]]
    folder = docs.REFERENCE / "models"
    assert [link for link in links if not (folder / link).exists()] == []


def test_the_example_shows_an_amount_beside_its_line() -> None:
    text = model_pages.pages()["f01_penalty_instead_of_prosecution.md"]
    example = text.split("## 例子", 1)[1].split("\n## ", 1)[0]
    assert "认定值" in example and "标准" in example and "| 违法事实 |" in example


def test_a_model_without_golden_pair_has_no_page(tmp_path: Path) -> None:
    with pytest.raises(XianjieError, match="without golden pair"):
        model_pages.golden_pairs(load_cards()[0], tmp_path)


def shown_mapping(name: str, folder: Path) -> SourceMapping:
    """Read the mapping that a page shows, as the importer would."""
    text = (docs.REFERENCE.parents[1] / name).read_text("utf-8")
    block = next(
        b for b in re.findall(r"^```yaml\n(.*?)```", text, re.DOTALL | re.MULTILINE) if "columns:" in b
    )
    file = folder / "shown.mapping.yaml"
    file.write_text(block, "utf-8")
    return read_mapping(file, load_feeds())


def test_the_mapping_of_the_format_page_is_one(tmp_path: Path) -> None:
    assert shown_mapping("docs/source-mapping.md", tmp_path).feed == "penalty"


def test_the_mapping_of_contributing_is_one(tmp_path: Path) -> None:
    filled, derived = shown_mapping("CONTRIBUTING.md", tmp_path).apply(
        {"wenshuhao": "云市监罚〔2025〕1号", "content": "经某市税务局检查，", "date": "1600000000"}
    )
    assert (filled["decision_no"], filled["decided_on"]) == ("云市监罚〔2025〕1号", "2020-09-13")
    assert filled["authority"] == "某市税务局" and "authority" in derived
