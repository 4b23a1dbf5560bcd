"""The scan for accusing words, of what is given out itself: report, list, card, command line, web server."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import docx
import openpyxl
import pytest
import typer

from pipelines.cli.application import app
from pipelines.definitions import defs
from pipelines.outputs import lists
from pipelines.outputs.explain import explain
from pipelines.outputs.explain_text import as_html
from pipelines.outputs.report.write import write
from tests.findings_pool import IDS
from tests.report_pool import report_pool, report_snapshot
from tests.unit.test_words import accusing, official_names


def of_report(folder: Path) -> Iterator[str]:
    source = report_snapshot(folder)
    document = docx.Document(str(write(folder / "r.docx", source)[0]))
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    page = write(folder / "r.html", source)[0].read_text("utf-8")
    yield html.unescape(re.sub(r"<style>.*?</style>|<[^>]+>", " ", page, flags=re.DOTALL))


def of_workbook(folder: Path) -> Iterator[str]:
    with report_pool(folder).read() as con:
        files = lists.write_all(con, folder / "exports", run_id="r", at=datetime(2026, 11, 24, 9))
    for name in ("flagged_cases.xlsx", "uncertain_links.xlsx"):
        if name not in files:
            continue
        for sheet in openpyxl.load_workbook(files[name]):
            yield sheet.title
            yield from (str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def of_card(folder: Path) -> Iterator[str]:
    with report_pool(folder).read() as con:
        # The rows that the card would be checked against are not in this pool; only its words are read.
        yield html.unescape(as_html({**explain(con, IDS[0]), "mismatches": []}))


def of_command_line(_: Path) -> Iterator[str]:
    waiting = [typer.main.get_command(app)]
    while waiting:
        command = waiting.pop()
        yield from (str(text) for text in (command.name, command.help, command.epilog) if text)
        yield from (str(getattr(parameter, "help", "") or "") for parameter in command.params)
        waiting += list(getattr(command, "commands", {}).values())


def of_web_server(_: Path) -> Iterator[str]:
    for spec in defs.resolve_all_asset_specs():
        yield f"{spec.key.to_user_string()} {spec.description} {spec.group_name}"
    repository = defs.get_repository_def()
    named = (*repository.get_all_jobs(), *repository.schedule_defs, *repository.sensor_defs)
    yield from (f"{thing.name} {thing.description}" for thing in named)
    for check in repository.asset_graph.asset_check_keys:
        yield f"{check.name} {repository.asset_graph.get_check_spec(check).description}"


SHOWN = [of_report, of_workbook, of_card, of_command_line, of_web_server]


@pytest.mark.parametrize("shown", SHOWN, ids=[shown.__name__ for shown in SHOWN])
def test_nothing_that_is_given_out_accuses(shown: Callable[[Path], Iterator[str]], tmp_path: Path) -> None:
    told, names = list(shown(tmp_path)), official_names()
    assert sum(len(re.findall("[一-鿿]", text)) for text in told) > 300
    assert [(text, found) for text in told if (found := accusing(text, names))] == []
