"""Gives a report its form: DOCX in official layout, or one HTML file that needs no network."""

from __future__ import annotations

from pathlib import Path

import jinja2

from pipelines.outputs.official import FIGURE, Official
from pipelines.outputs.report.compose import Report, compose, shown
from pipelines.outputs.report.figures import Figure, answer, period, reproduce
from warehouse.errors import XianjieError
from warehouse.pool import snapshot

REPRODUCE = "reproduce.sql"
_TEMPLATE = Path(__file__).with_name("report.html.j2")


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
        raise XianjieError("报告没有这种格式", where=path.name, expected="或".join(_FORMS))
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
            document.table(columns, _cells(section.figure))
        for paragraph in section.after:
            document.text(paragraph)
    document.save(path)


def _html(report: Report, path: Path) -> None:
    environment = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text("utf-8"))
    path.write_text(template.render(report=report, cells=_cells, is_figure=FIGURE.fullmatch), "utf-8")


def _cells(figure: Figure) -> list[list[str]]:
    return [
        [shown(column, value) for column, value in zip(figure.columns, row, strict=True)]
        for row in figure.rows
    ]


_FORMS = {".docx": _docx, ".html": _html}
