"""How header rows are held against what their writer says they mean."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.headings import EXPORTS, FOUND, Export, Half, judge, load_exports, measure
from warehouse.contract import load_feeds


def _counts(feed: str, headers: dict[str, str | None], file: str = "") -> Counter[str]:
    half = Half()
    judge(Export("某某系统", feed, headers, file), load_feeds(), half)
    return half.counts


def test_each_heading_is_counted_once() -> None:
    counts = _counts(
        "penalty",
        {
            "行政处罚决定书文号": "decision_no",
            "罚款金额": "forfeit_cny",
            "某某栏": "facts",
            "序号": None,
            "住所": None,
        },
    )
    assert [counts[what] for what in ("right", "wrong", "missed", "aside", "claimed")] == [1, 1, 1, 1, 1]


def test_two_headings_of_one_rank_clash_and_the_worse_of_two_ranks_stays_aside() -> None:
    clashing = _counts("penalty", {"处罚文号": "decision_no", "文书号": None})
    assert (clashing["clash"], clashing["claimed"]) == (1, 1)
    ranked = _counts("penalty", {"行政处罚决定书文号": "decision_no", "文书号": None})
    assert (ranked["clash"], ranked["claimed"], ranked["aside"]) == (0, 0, 1)


def test_the_feed_is_told_by_the_headings_alone_and_by_the_name() -> None:
    headers: dict[str, str | None] = {"当事人": "party_name", "案由": "violation"}
    counts = _counts("admin_case", headers, "行政立案.xlsx")
    assert (counts["by headings"], counts["by name"], counts["wrong by name"]) == (1, 1, 0)
    assert counts["wrong by headings"] + counts["refused by headings"] == 1
    assert _counts("admin_case", headers)["by name"] == 0


def test_errors_are_named_per_half() -> None:
    halves = measure(
        [Export("甲", "penalty", {"某某栏": "facts"}, frozen=True), Export("乙", "penalty", {"序号": None})]
    )
    assert (halves["frozen"].counts["missed"], halves["open"].counts["aside"]) == (1, 1)
    assert any("某某栏" in line for line in halves["frozen"].errors)


@pytest.mark.parametrize("corpus", [EXPORTS, FOUND])
def test_every_second_header_row_is_frozen_and_says_one_thing_once(corpus: Path) -> None:
    exports = load_exports(corpus)
    assert [export.frozen for export in exports] == [at % 2 == 1 for at in range(len(exports))]
    for export in exports:
        columns = [column for column in export.headers.values() if column is not None]
        assert len(set(columns)) == len(columns), export.agency


def test_an_unknown_column_is_a_mistake_of_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "exports.yaml"
    path.write_text("- {agency: 某某, feed: penalty, headers: {案由: offence}}\n", "utf-8")
    with pytest.raises(ValueError, match=r"exports\.yaml: 某某"):
        load_exports(path)
