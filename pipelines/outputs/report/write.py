"""Gives a report its form: DOCX in official layout, or one HTML file that needs no network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import jinja2

from pipelines.outputs.official import Official
from pipelines.outputs.report.compose import Report, compose, shown
from pipelines.outputs.report.figures import Figure, answer, period, reproduce
from warehouse.errors import XianjieError
from warehouse.pool import snapshot

REPRODUCE = "reproduce.sql"
_TEMPLATE = Path(__file__).with_name("report.html.j2")
# Wide columns of the tables; every other column counts one.
_WIDE: Mapping[str, float] = {
    "来源": 1.6, "数据类别": 1.7, "环节": 1.6, "分母说明": 1.8, "机关": 2.4, "有关机关": 2, "文号": 2.2,
    "事项": 4, "名称": 2.2, "涉嫌罪名": 1.8, "线索编号": 1.6, "案例编号": 1.8, "最早": 1.9,
    "最晚": 1.9, "收到": 1.2, "入库": 1.2, "认定值": 1.9, "标准": 1.6, "单位": 0.8, "名次": 0.8,
}  # fmt: skip


def write(path: Path, source: Path, *, days: str | None = None, authority: str | None = None) -> list[Path]:
    """Write the report of a period, and the SQL that gives its numbers again, beside it.

    Parameters
    ----------
    path : Path
        ``.docx`` or ``.html``.
    source : Path
        The published snapshot.
    days : str, optional
        As `figures.period` reads it.
    authority : str, optional
        Only bodies whose name contains this.

    Returns
    -------
    list of Path
        The report and ``<stem>.reproduce.sql``.

    Raises
    ------
    XianjieError
        If the suffix is another, or the period is none.
    """
    if path.suffix not in _FORMS:
        raise XianjieError("no form for this report", where=path.name, expected=" or ".join(_FORMS))
    with snapshot(source) as con:
        ((as_of,),) = con.execute("SELECT as_of FROM run").fetchall()
        chosen = period(days, as_of)
        figures = answer(con, chosen, authority)
    _FORMS[path.suffix](compose(figures, chosen, as_of, authority), path)
    again = path.with_name(f"{path.stem}.{REPRODUCE}")
    again.write_text(reproduce(figures, chosen, authority), "utf-8")
    return [path, again]


def _docx(report: Report, path: Path) -> None:
    document = Official(report.title)
    for line in report.lines:
        document.text(line)
    for section in report.sections:
        document.heading(section.heading)
        for paragraph in section.paragraphs:
            document.text(paragraph)
        if section.figure:
            document.note(f"{section.figure.no}　{section.figure.title}")
            columns = section.figure.columns
            document.table(columns, _cells(section.figure), [_WIDE.get(name, 1.0) for name in columns])
        for paragraph in section.after:
            document.text(paragraph)
    document.save(path)


def _html(report: Report, path: Path) -> None:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    path.write_text(template.render(report=report, cells=_cells), "utf-8")


def _cells(figure: Figure) -> list[list[str]]:
    return [
        [shown(column, value) for column, value in zip(figure.columns, row, strict=True)]
        for row in figure.rows
    ]


_FORMS = {".docx": _docx, ".html": _html}
