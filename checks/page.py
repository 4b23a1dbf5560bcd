"""The data-quality page: one HTML file that works from disk, without a network, on screen and on paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from checks import health, history
from checks.rule import RuleResult, SuiteResult
from checks.suites._tolerances import percent

FILE = "index.html"
_SEVERITY = {"error": "错误", "warning": "提示"}
_STATE = {"checked": "已检查", "missing": "尚未建立", "empty": "尚无数据"}
_LAYER = {
    "landing": "原始层",
    "pool": "数据池",
    "fact": "事实层",
    "party": "主体层",
    "model": "模型层",
    "finding": "线索层",
}
_MARK = {
    "check_digit": "校验码不符",
    "unreadable": "无法识别",
    "unknown_value": "取值不在规定之内",
    "in_words": "以文字写明，已换算",
    "short_year": "年份只写两位，已补全",
    "period": "写的是起止日期，已分开",
    "in_code": "写在统一社会信用代码栏内，已分开",
    "negative": "为负数",
    "unsold_negative": "销售金额大于货值金额",
}
_PLACE = {"file": "文件", "sheet": "工作表", "row_no": "行号"}
_NOT_SHOWN = ("version", "batch_id")
_SPARK = (96, 22)


@dataclass(frozen=True)
class _Failure:
    """One failed rule, ready to be shown."""

    rule: RuleResult
    title: str
    layer: str
    severity: str
    heads: list[str]
    rows: list[list[str]]
    spark: str
    tolerance: str


@dataclass(frozen=True)
class _FeedRow:
    """One feed in the overview."""

    label: str
    received: int
    versions: int
    current: int
    rules: int
    errors: int
    warnings: int
    marked: int
    state: str


@dataclass(frozen=True)
class _Mark:
    """How often one quality mark stands on the current rows of a feed."""

    column: str
    what: str
    count: int
    share: float


def write_page(
    results: Sequence[SuiteResult], folder: Path, *, run_id: str, as_of: date, at: datetime
) -> Path:
    """Write ``index.html`` and remember the run for the trends.

    Parameters
    ----------
    results : sequence of SuiteResult
        What ``checks.run.run_all`` gave.
    folder : Path
        ``home/quality``; created if missing.
    run_id : str
        Identifier of the run.
    as_of : date
        "Today" of the run.
    at : datetime
        When the checks ran, naive Asia/Shanghai.

    Returns
    -------
    Path
        The page.
    """
    folder.mkdir(parents=True, exist_ok=True)
    runs = history.remember(results, folder, run_id=run_id, as_of=as_of, at=at)
    titles = {suite.table: suite for suite in results}
    failures = [_failure(rule, titles[rule.table], runs) for rule in health.failed(results)]
    errors = sum(failure.rule.severity == "error" for failure in failures)
    page = (
        _environment()
        .get_template("quality.html.j2")
        .render(
            run_id=run_id,
            as_of=as_of,
            at=at,
            level="error" if errors else "warning" if failures else "ok",
            errors=errors,
            warnings=len(failures) - errors,
            rule_count=sum(len(suite.results) for suite in results),
            table_count=sum(suite.state == "checked" for suite in results),
            failures=failures,
            feeds=_feeds(results),
            others=[suite for suite in results if suite.feed is None],
            checked=[suite for suite in results if suite.results],
            marks=_marks(results),
            states=_STATE,
            layers=_LAYER,
            severities=_SEVERITY,
            run_count=len(runs),
        )
    )
    target = folder / FILE
    history.replace(target, page)
    return target


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = lambda share: (
        f"{share * 100:.2f}%" if 0 < share < 0.9995 else f"{share:.0%}"
    )
    environment.filters["thousands"] = lambda number: f"{number:,}"
    return environment


def _failure(rule: RuleResult, suite: SuiteResult, runs: Sequence[Mapping[str, object]]) -> _Failure:
    # A flat file has no sheet, some tables no file: an empty column would only take room.
    filled = dict.fromkeys(name for row in rule.failing_rows for name, text in row.items() if text)
    keys = [name for name in filled if name not in _NOT_SHOWN]
    keys.sort(key=lambda name: ([*_PLACE, name].index(name), name == "value"))
    return _Failure(
        rule=rule,
        title=suite.title_zh,
        layer=_LAYER[suite.table.partition(".")[0]],
        severity=_SEVERITY[rule.severity],
        heads=[
            _PLACE.get(name) or ("内容" if name == "value" else suite.labels.get(name, name)) for name in keys
        ],
        rows=[[row.get(name, "") for name in keys] for row in rule.failing_rows],
        spark=_spark(history.shares([dict(run) for run in runs], rule.table, rule.rule_id)),
        tolerance=percent(rule.tolerance),
    )


def _spark(shares: Sequence[float]) -> str:
    """Return the points of a trend line, or nothing where there is no trend yet."""
    if len(shares) < 2:
        return ""
    width, height = _SPARK
    top = max(shares) or 1.0
    step = width / (len(shares) - 1)
    return " ".join(
        f"{i * step:.1f},{height - 2 - share / top * (height - 4):.1f}" for i, share in enumerate(shares)
    )


def _feeds(results: Sequence[SuiteResult]) -> list[_FeedRow]:
    landing = {suite.table: suite for suite in results if suite.table.startswith("landing.")}
    rows = []
    for pool in (suite for suite in results if suite.feed and suite.table.startswith("pool.")):
        raw = landing.get(f"landing.{pool.feed}")
        rules = [*pool.results, *(raw.results if raw else [])]
        failed = [rule for rule in rules if not rule.success]
        errors = sum(rule.severity == "error" for rule in failed)
        rows.append(
            _FeedRow(
                label=pool.title_zh,
                received=raw.row_count if raw else 0,
                versions=pool.row_count,
                current=pool.current_count,
                rules=len(rules),
                errors=errors,
                warnings=len(failed) - errors,
                marked=sum(pool.marks.values()),
                state=pool.state,
            )
        )
    return rows


def _marks(results: Sequence[SuiteResult]) -> list[tuple[str, list[_Mark]]]:
    found = []
    for suite in results:
        marks = []
        for mark, count in suite.marks.items():
            column, _, kind = mark.partition(":")
            what = _MARK.get(kind or column, kind or column)
            label = suite.labels.get(column, column) if kind else "整行"
            marks.append(_Mark(label, what, count, count / suite.current_count))
        if marks:
            found.append((suite.title_zh, marks))
    return found
