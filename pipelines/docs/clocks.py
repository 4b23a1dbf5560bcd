"""Reference page of the deadlines: every step by flow, with its term by date."""

from __future__ import annotations

from collections.abc import Iterator

from models.rulebook.clocks import Clock, load_clocks
from models.rulebook.describe import span_zh
from models.rulebook.offence import CONFIDENCE_ZH
from pipelines.docs._markdown import table
from warehouse.calendar import Calendar

_NOTE = "<!-- 由 models/rulebook/clocks 生成，请勿手改；修改期限文件后运行 make docs。 -->"
_INTRO = (
    "期限是数据：每条流程一个文件（`models/rulebook/clocks`），每个期限注明起算、长度、延长、施行日期、来源与可信度。"
    "只写“及时”“立即”的步骤照原文列出，不计算到期日。工作日按国务院办公厅的节假日安排计算；"
    "缺少某一年的安排时，需要它的期限不计算，有关对象记为事实不足。"
)
_HEAD = ["代码", "事项", "主体", "起算", "期限", "延长", "文书", "适用", "依据", "可信度"]


def single() -> str:
    """Return the text of ``docs/reference/clocks.md``."""
    clocks = load_clocks()
    parts = [_NOTE, "# 办案期限", _INTRO]
    for flow in dict.fromkeys(clock.flow for clock in clocks.values()):
        rows = [row for name, clock in clocks.items() if clock.flow == flow for row in _rows(name, clock)]
        parts += [f"## {flow}", table([_HEAD, *rows])]
    parts += ["## 工作日历", table([["年份", "来源", "可信度"], *_years()])]
    parts += ["可信度：", "\n".join(f"- {mark}：{zh}" for mark, zh in CONFIDENCE_ZH.items())]
    return "\n\n".join(parts) + "\n"


def _rows(name: str, clock: Clock) -> Iterator[list[str]]:
    for term in clock.versions:
        note = f"（{term.source.note}）" if term.source.note else ""
        yield [
            f"`{name}`",
            clock.zh,
            clock.actor,
            clock.start_of(term),
            term.told(),
            term.extension.told() if term.extension else "",
            clock.document or "",
            span_zh(term.from_on, term.to_on),
            term.source.cite() + note,
            term.confidence,
        ]


def _years() -> Iterator[list[str]]:
    for number, year in sorted(Calendar.load().years.items()):
        yield [str(number), year.source, year.confidence]
