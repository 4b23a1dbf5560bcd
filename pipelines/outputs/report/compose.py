"""Puts the figures into words: sections of paragraphs and tables, still without a form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipelines.outputs.evidence import day_zh, kind_zh, number
from pipelines.outputs.report.figures import Figure, Period
from warehouse.yaml_text import parse as parse_yaml

_SUGGESTIONS = Path(__file__).with_name("suggestions.yaml")
_MODEL = re.compile(r"\b([a-z]\d\d)_[a-z_]+")
_SHARE = ("比例", "查实率", "区间下限", "区间上限")
# What a bar is drawn for, beside the table.
_BARS = {"02_modes": ("问题类型", "现存"), "03_forward": ("环节", "件数"), "04_reverse": ("环节", "件数")}
_LEAD_WORDS = (
    "本报告所列为风险点或者线索，提示可能需要核查的情形；未经核查，不表示任何单位或者个人违法或者失职。"
)
_NEW = (
    "新增与消除按首次列出、不再列出该线索的那次运行的截至日期计入期间；首次运行时，以往案件的线索也计为新增。"
)
_OVERDUE = (
    "逾期指法律规定的期限已过而未办，或者逾期才办；统计提示与临近期限的不计在内。"
    "办理天数为本期作出的处罚自立案至决定的日数。"
)


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, at most one table, and bars.

    Parameters
    ----------
    heading : str
        First-level heading.
    paragraphs : list of str
        In order, before the table.
    figure : Figure, optional
        The table.
    bars : list of (str, float)
        Label and value of each bar; empty if none are drawn.
    after : list of str
        Paragraphs behind the table.
    """

    heading: str
    paragraphs: list[str]
    figure: Figure | None = None
    bars: list[tuple[str, float]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """A report without a form."""

    title: str
    lines: list[str]
    sections: list[Section]


def shown(column: str, value: Any) -> str:
    """Return a cell as a person reads it."""
    if value is None:
        return "—"
    if column in _SHARE:
        return f"{float(value):.1%}"
    if isinstance(value, (int, float, Decimal)):
        return number(round(float(value), 2))
    if isinstance(value, (date, datetime)):
        return f"{value:%Y-%m-%d}"
    if column == "数据类别":
        return kind_zh(str(value))
    # A model is known to people by its number; its name stands in the last table.
    return _MODEL.sub(r"\1", str(value))


def compose(figures: Sequence[Figure], days: Period, as_of: date, authority: str | None) -> Report:
    """Return the report in words.

    Parameters
    ----------
    figures : sequence of Figure
        As `figures.answer` gives them.
    days : Period
        Which days.
    as_of : date
        The day on which the snapshot stands.
    authority : str, optional
        The bodies it is limited to.
    """
    by = {figure.id: figure for figure in figures}
    scope = f"（限于名称含“{authority}”的机关）" if authority else ""
    lines = [
        f"统计期间：{days.zh}{scope}。数据截至{day_zh(as_of)}。",
        _LEAD_WORDS,
        "各表数字均由随附同名 .reproduce.sql 文件中同号查询在同一快照上得出。",
    ]
    sections = [
        _section("一、数据来源与完整性", by["01_sources"], [_sources(by["01_sources"], by["09_caveats"])]),
        _section("二、总体情况", by["02_modes"], [_modes(by["02_modes"]), _NEW]),
        _section("三、正向衔接", by["03_forward"], [_funnel(by["03_forward"])]),
        _section("四、反向衔接", by["04_reverse"], [_funnel(by["04_reverse"])]),
        _section("五、重点风险点", by["05_top"], [f"按名次列出前{len(by['05_top'].rows)}条（表5）。"]),
        _section(
            "六、各机关情况",
            by["06_authorities"],
            [_authorities(by["06_authorities"], by["02_modes"]), _OVERDUE],
        ),
        _section("七、类案与治理建议（草案）", by["07_clusters"], [_clusters(by["07_clusters"])])
        if by["07_clusters"].rows
        else Section("七、类案与治理建议（草案）", ["本期未见同类线索三件以上的情形。"]),
        _section("八、优秀案例", by["08_exemplary"], [_exemplary(by["08_exemplary"])]),
        _section("九、数据提示", by["09_caveats"], ["下列情形影响结论的完整性，请结合阅读（表9）。"]),
        _section("十、模型版本与查实率", by["10_models"], [_models(by["10_models"])]),
    ]
    sections[6].after.extend(_suggestions(by["07_clusters"]))
    return Report("行刑衔接监督报告", lines, sections)


def _section(heading: str, figure: Figure, paragraphs: list[str]) -> Section:
    bars: list[tuple[str, float]] = []
    if figure.id in _BARS:
        label, value = _BARS[figure.id]
        bars = [(str(a), float(b)) for a, b in zip(figure.column(label), figure.column(value), strict=True)]
    return Section(heading, paragraphs, figure if figure.rows else None, bars)


def _sources(figure: Figure, caveats: Figure) -> str:
    n = len(set(figure.column("来源")))
    received, held = figure.total("收到"), figure.total("隔离")
    waiting = sum(number for what, number in caveats.rows if what == "隔离待更正的行")
    return (
        f"共接入{n}个来源，收到{received:,}行，其中隔离{held:,}行（{figure.no}），"
        f"尚待更正{waiting:,}行（{caveats.no}）。"
    )


def _modes(figure: Figure) -> str:
    change = figure.total("增减")
    direction = "增加" if change > 0 else "减少"
    told = f"较上期{direction}{abs(change):,}条" if change else "与上期持平"
    return (
        f"现存线索{figure.total('现存'):,}条，其中等级高的{figure.total('其中等级高'):,}条；"
        f"本期新增{figure.total('本期新增'):,}条，消除{figure.total('本期消除'):,}条，新增数{told}（{figure.no}）。"
    )


def _funnel(figure: Figure) -> str:
    parts = [
        f"{name}{shown('件数', n)}件"
        + (f"（占{base}{shown('件数', whole)}件的{shown('比例', share)}）" if share is not None else "")
        for name, n, whole, base, share in figure.rows
    ]
    return "、".join(parts) + f"（{figure.no}）。"


def _authorities(figure: Figure, modes: Figure) -> str:
    told = f"下表列出有现存线索或者本期有处罚的机关共{len(figure.rows):,}个（{figure.no}）。"
    # Of accomplices, suppliers and steps inside the procuratorate no body is named.
    rest = modes.total("现存") - figure.total("现存线索")
    return told + (f"另有现存线索{rest:,}条未列明机关，不在表内。" if rest > 0 else "")


def _clusters(figure: Figure) -> str:
    return f"同一模型、同一罪名的现存线索三件以上的共{len(figure.rows):,}类（{figure.no}）。"


def _suggestions(figure: Figure) -> list[str]:
    known: dict[str, str] = parse_yaml(_SUGGESTIONS.read_text("utf-8"))
    modes = dict.fromkeys(str(mode) for mode in figure.column("问题类型")) if figure.rows else {}
    return [f"（草案）{mode}：{known[mode]}" for mode in modes if mode in known]


def _exemplary(figure: Figure) -> str:
    return (
        f"核查人列为优秀案例的{len(figure.rows):,}件（{figure.no}），可按案例编号引用。"
        if figure.rows
        else "尚无列为优秀案例的线索。"
    )


def _models(figure: Figure) -> str:
    n = figure.total("已核查")
    return f"共{len(figure.rows):,}个模型，已核查{n:,}条；查实率附威尔逊百分之九十五区间（{figure.no}）。"
