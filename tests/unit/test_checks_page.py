"""The quality page: complete, self-contained, safe against what stands in the data."""

from __future__ import annotations

import json
import re
from datetime import date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from checks import health, history, store
from checks.page import write_page
from checks.rule import RuleResult, Severity, State, SuiteResult

EVIL = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>&amp;"


def rule(
    rule_id: str,
    table: str = "pool.penalty",
    *,
    severity: Severity = "warning",
    wrong: int = 0,
    of: int = 100,
    rows: list[dict[str, str]] | None = None,
    text: str = "罚款金额不为负数。",
    note: str = "",
) -> RuleResult:
    return RuleResult(
        rule_id=rule_id,
        table=table,
        column="fine_cny",
        description_zh=text,
        severity=severity,
        is_blocking=severity == "error",
        success=wrong == 0,
        element_count=of,
        unexpected_count=wrong,
        unexpected_share=wrong / of,
        failing_rows=rows or [],
        find_rows_sql="SELECT 1",
        note=note,
    )


def suite(
    table: str,
    rules: list[RuleResult],
    *,
    state: State = "checked",
    rows: int = 100,
    marks: dict[str, int] | None = None,
) -> SuiteResult:
    layer, _, name = table.partition(".")
    feed = name if layer in ("landing", "pool") and name != "batch" else None
    labels = {"credit_code": "统一社会信用代码", "record_id": "记录号"}
    return SuiteResult(table, rules, "行政处罚决定", feed, state, rows, rows, marks or {}, labels)


def write(folder: Path, results: list[SuiteResult], run_id: str = "r1") -> str:
    page = write_page(results, folder, run_id=run_id, as_of=date(2026, 1, 5), at=datetime(2026, 1, 5, 6, 30))
    assert page == folder / "index.html"
    return page.read_text("utf-8")


class Elements(HTMLParser):
    """Collects tags, what they point to, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href", "action", "data")]
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        if tag not in ("meta", "br", "polyline"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("meta", "br", "polyline"):
            assert self.open.pop() == tag


def order(page: str, *texts: str) -> bool:
    places = [page.index(text) for text in texts]
    return places == sorted(places)


def test_failed_rules_come_errors_first_then_by_share(tmp_path: Path) -> None:
    results = [
        suite(
            "pool.penalty",
            [
                rule("a", wrong=1, text="甲规则。"),
                rule("b", wrong=50, text="乙规则。"),
                rule("c", wrong=1, severity="error", text="丙规则。"),
                rule("d", text="丁规则。"),
            ],
        )
    ]
    page = write(tmp_path, results)
    failures = page[page.index("未成立的规则") : page.index("质量标记</h2>")]
    assert order(failures, "丙规则。", "乙规则。", "甲规则。")
    assert "丁规则。" not in failures and "丁规则。" in page
    assert "1 条错误，2 条提示" in page
    assert [bad.rule_id for bad in health.failed(results)] == ["c", "b", "a"]
    assert [bad.rule_id for bad in health.blocking(results)] == ["c"]
    assert [line.partition("）：")[2] for line in health.in_words(results)] == [
        "丙规则。",
        "乙规则。",
        "甲规则。",
    ]
    assert all(
        line.startswith(f"{results[0].title_zh}（pool.penalty）：") for line in health.in_words(results)
    )


@pytest.mark.parametrize(
    ("rules", "headline"),
    [
        ([rule("a")], "全部规则通过"),
        ([rule("a", wrong=1)], "数据可用，有质量提示"),
        ([rule("a", wrong=1), rule("b", wrong=1, severity="error")], "有规则出错"),
    ],
)
def test_the_headline_says_the_worst(tmp_path: Path, rules: list[RuleResult], headline: str) -> None:
    page = write(tmp_path, [suite("pool.penalty", rules)])
    assert page.count("<strong>") == 1
    assert f"<strong>{headline}</strong>" in page


def test_what_stands_in_the_data_cannot_act(tmp_path: Path) -> None:
    row = {"record_id": EVIL, "file": EVIL, "sheet": EVIL, "row_no": "2", "value": EVIL}
    results = [
        suite("pool.penalty", [rule("a", wrong=1, rows=[row], note=EVIL)], marks={f"{EVIL}:{EVIL}": 1})
    ]
    page = write(tmp_path, results, run_id=EVIL)
    elements = Elements(page)
    assert elements.tags.count("script") == 1
    assert "img" not in elements.tags
    assert elements.handlers == []
    assert "&lt;script&gt;alert(" in page


def test_the_page_needs_nothing_else(tmp_path: Path) -> None:
    page = write(tmp_path, [suite("pool.penalty", [rule("a", wrong=1)])])
    elements = Elements(page)
    assert elements.open == []
    assert elements.links == []
    assert not re.search(r"https?:|@import|url\(|fetch\(|XMLHttpRequest", page)
    assert "default-src 'none'" in page
    assert [file.name for file in sorted(tmp_path.iterdir())] == ["history.json", "index.html"]


def test_a_failing_row_shows_its_place_and_empty_columns_are_left_out(tmp_path: Path) -> None:
    row = {
        "record_id": "abc",
        "version": "1",
        "batch_id": "b9",
        "sheet": "",
        "row_no": "17",
        "file": "处罚.csv",
        "value": "罚款：-1",
    }
    page = write(tmp_path, [suite("pool.penalty", [rule("a", wrong=30, rows=[row])])])
    table = page[page.index("<details>") : page.index("</details>")]
    assert re.findall(r"<th>(.*?)</th>", table) == ["文件", "行号", "记录号", "内容"]
    assert re.findall(r'<td class="text">(.*?)</td>', table) == ["处罚.csv", "17", "abc", "罚款：-1"]
    assert "前 1 条" in table


def test_feeds_show_counts_marks_and_what_is_not_there(tmp_path: Path) -> None:
    results = [
        suite("landing.penalty", [rule("x", "landing.penalty")], rows=120),
        suite(
            "pool.penalty", [rule("a")], rows=110, marks={"credit_code:check_digit": 11, "unsold_negative": 1}
        ),
        suite("pool.transfer", [], state="empty", rows=0),
        suite("model.count", [], state="missing", rows=0),
    ]
    page = write(tmp_path, results)
    assert order(page, "120", "110", "尚无数据", "10.00%", "尚未建立")
    assert "校验码不符" in page and "销售金额大于货值金额" in page


def test_an_empty_run_still_gives_a_page(tmp_path: Path) -> None:
    assert "全部规则通过" in write(tmp_path, [])


def test_trend_over_the_last_thirty_runs(tmp_path: Path) -> None:
    for number in range(35):
        page = write(tmp_path, [suite("pool.penalty", [rule("a", wrong=number + 1)])], run_id=f"r{number}")
    runs = json.loads((tmp_path / history.FILE).read_text("utf-8"))
    assert [run["run_id"] for run in runs] == [f"r{number}" for number in range(5, 35)]
    assert history.shares(runs, "pool.penalty", "a") == [number / 100 for number in range(6, 36)]
    assert history.shares(runs, "pool.penalty", "never failed") == [0.0] * 30
    assert history.shares(runs, "pool.other", "a") == []
    points = re.search(r'<polyline points="(.*?)"', page)
    assert points is not None and len(points[1].split()) == 30


def test_a_run_written_twice_counts_once_and_gives_the_same_page(tmp_path: Path) -> None:
    results = [suite("pool.penalty", [rule("a", wrong=1)])]
    assert write(tmp_path, results) == write(tmp_path, results)
    assert len(json.loads((tmp_path / history.FILE).read_text("utf-8"))) == 1


@pytest.mark.parametrize("broken", ["", "not json", "[1]", '{"a": 1}', '[{"run_id": "r"}]'])
def test_a_broken_history_is_begun_anew(tmp_path: Path, broken: str) -> None:
    (tmp_path / history.FILE).write_text(broken, "utf-8")
    write(tmp_path, [suite("pool.penalty", [rule("a")])])
    assert len(json.loads((tmp_path / history.FILE).read_text("utf-8"))) == 1


def test_results_are_kept_by_group_and_come_back_in_the_order_of_the_layers(tmp_path: Path) -> None:
    landing = suite("landing.penalty", [rule("x", "landing.penalty")])
    pool = suite("pool.penalty", [rule("a", wrong=2, rows=[{"value": "甲"}])], marks={"m": 1})
    finding = suite("finding.finding", [], state="missing")
    for group, results in (
        ("pool", [suite("pool.transfer", [])]),
        ("results", [finding]),
        ("landing", [landing]),
    ):
        store.save(tmp_path, group, results)
    store.save(tmp_path, "pool", [pool])
    assert store.load(tmp_path) == [landing, pool, finding]
    assert store.load(tmp_path / "nowhere") == []
