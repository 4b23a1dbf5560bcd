"""End to end on a tiny district: the commands of the README, real Dagster, real DuckDB, real workbooks."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import dagster as dg
import openpyxl
import polars as pl
import pytest

from pipelines.assets.delivered import LISTS
from pipelines.headless import STATE_VARIABLE, open_instance
from pipelines.outputs.explain import explain
from tests.report_cells import answers, differences, tables
from warehouse import keys
from warehouse.home import HOME_VARIABLE, Home
from warehouse.pool import Pool

AS_OF = "2026-06-01"
CASES = 400
FUNNEL = ("not_prosecuted", "reviewed", "opinions", "answered", "penalised", "verified")


def xianjie(*arguments: str, home: Path, expect: int = 0) -> str:
    """Run the command line in a process of its own, as a person would."""
    done = subprocess.run(
        [sys.executable, "-m", "pipelines", *arguments],
        env={**os.environ, "XIANJIE_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == expect, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo district, imported and run once: ``home`` and ``demo`` in one folder."""
    folder = tmp_path_factory.mktemp("district")
    xianjie(
        "demo",
        "--cases",
        str(CASES),
        "--seed",
        "3",
        "--until",
        AS_OF,
        "--out",
        str(folder / "demo"),
        home=folder / "home",
    )
    shutil.copytree(folder / "demo" / "inbox", folder / "home" / "inbox", dirs_exist_ok=True)
    # Something is always broken: it must not keep anything else from being imported.
    (folder / "home" / "inbox" / "行政处罚_损坏.xlsx").write_bytes(b"PK\x03\x04 cut off")
    (folder / "first.txt").write_text(xianjie("run", "--as-of", AS_OF, home=folder / "home"), "utf-8")
    return folder


def exported(district: Path, name: str) -> list[dict[str, str]]:
    with (district / "home" / "exports" / "latest" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def summary(district: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((district / "home/exports/latest/summary.json").read_text("utf-8"))
    return found


def plain(number: str) -> str:
    """A document number without its typography, as the test compares it."""
    return re.sub(r"\W|_", "", number.lstrip("'"))


def test_the_run_says_what_it_found_and_where(district: Path) -> None:
    told = (district / "first.txt").read_text("utf-8")
    assert "线索前" in told and "flagged_cases.xlsx" in told


def test_every_row_of_every_file_is_accounted_for(district: Path) -> None:
    for slip in exported(district, "intake.csv"):
        ends = [int(slip[name] or 0) for name in ("loaded", "duplicate", "revised", "quarantined")]
        assert int(slip["received"] or 0) == sum(ends), slip
        assert slip["status"] in ("imported", "repeated", "refused")
    for feed, count in summary(district)["feeds"].items():
        assert count["received"] == sum(
            count[n] for n in ("loaded", "duplicate", "revised", "quarantined")
        ), feed


def test_every_penalty_has_one_outcome(district: Path) -> None:
    with_outcome = sum(summary(district)["models"]["f01_penalty_instead_of_prosecution"].values())
    with_row = pl.read_parquet(district / "home/published/current/penalty.parquet").height
    assert with_outcome == with_row > CASES * 0.9


def test_planted_cases_are_found_and_twins_are_not(district: Path) -> None:
    # Other models may rightly point at the same decision: fined before the transfer, the third time.
    flagged = {
        plain(row["subject_no"])
        for row in exported(district, "flagged_cases.csv")
        if row["model"].startswith("f01")
    }
    # Some decisions lose their number on the way; by number they cannot be told.
    published = pl.read_parquet(district / "home/published/current/penalty.parquet")["decision_no"]
    numbered = {plain(number) for number in published.drop_nulls()}
    told: Counter[tuple[str, bool]] = Counter()
    with (district / "demo/truth/cases.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            if row["model"].startswith("f01") and plain(row["subject_no"]) in numbered:
                told[row["expected"], plain(row["subject_no"]) in flagged] += 1
    planted = told["flagged", True] + told["flagged", False]
    assert planted > 5
    assert told["flagged", True] >= 0.8 * planted, told
    assert sum(n for (expected, hit), n in told.items() if hit and expected != "flagged") <= 0.1 * planted, (
        told
    )


def test_the_workbook_opens_in_a_second_library_with_ids_intact(district: Path) -> None:
    book = openpyxl.load_workbook(district / "home/exports/latest/flagged_cases.xlsx")
    assert book.sheetnames == ["线索", "依据", "原始行", "口径", "说明"]
    rows = list(book["线索"].iter_rows(values_only=True))
    frame = pl.read_parquet(district / "home/exports/latest/flagged_cases.parquet")
    header = [str(cell) for cell in rows[0]]
    assert len(rows) - 1 == frame.height > 0
    ids = [row[header.index("线索编号")] for row in rows[1:]]
    assert ids == frame["finding_id"].to_list()


def test_no_id_number_leaves_in_a_list(district: Path) -> None:
    for file in (district / "home/exports/latest").glob("*.csv"):
        if not file.name.startswith("quarantine"):
            assert not re.search(r"(?<![0-9A-Z])[1-9]\d{16}[\dX](?![0-9A-Z])", file.read_text("utf-8-sig")), (
                file.name
            )


def test_explain_leads_back_to_file_and_row(district: Path) -> None:
    first = exported(district, "flagged_cases.csv")[0]
    told = xianjie("explain", first["finding_id"], home=district / "home")
    source = json.loads(first["evidence"])["sources"][0]
    assert source["file"] in told and str(source["row"]) in told
    assert first["legal_basis"].split("；")[0] in told


def test_a_second_run_imports_nothing_gives_the_same_list_and_strict_tells_of_trouble(district: Path) -> None:
    before = summary(district)
    assert [row["file"] for row in exported(district, "intake.csv") if row["status"] == "refused"]
    # The first run reported the same trouble and ended with 0.
    xianjie("run", "--as-of", AS_OF, "--strict", home=district / "home", expect=1)
    after = summary(district)
    assert after["hashes"] == before["hashes"]
    assert after["models"] == before["models"]
    assert {row["status"] for row in exported(district, "flagged_cases.csv")} <= {"open"}


def test_every_number_of_every_finding_stands_in_its_source_row(district: Path) -> None:
    with Pool(district / "home" / "pool.duckdb").read() as con:
        pages = [explain(con, row["finding_id"]) for row in exported(district, "flagged_cases.csv")]
    assert [page["mismatches"] for page in pages if page["mismatches"]] == []
    assert any(page["measures"] for page in pages)


def test_a_card_whose_number_is_not_in_the_source_is_refused(district: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    for name in ("pool.duckdb", keys.FILE):
        shutil.copy(district / "home" / name, home / name)
    first = next(
        row
        for row in exported(district, "flagged_cases.csv")
        if '"column:' in row["evidence"] and row["subject_kind"] == "penalty"
    )
    told = xianjie("explain", first["finding_id"], "--html", str(tmp_path / "card.html"), home=home)
    page = (tmp_path / "card.html").read_text("utf-8")
    assert "已写入" in told and first["finding_id"] in page and "src=" not in page
    with Pool(home / "pool.duckdb").write() as con:
        for column in ("goods_value_cny", "business_amount_cny", "sales_amount_cny", "illegal_gain_cny",
                       "tax_amount_cny"):  # fmt: skip
            con.execute(f"UPDATE landing.penalty SET {column} = '1' WHERE {column} IS NOT NULL")
    (tmp_path / "card.html").unlink()
    xianjie("explain", first["finding_id"], "--html", str(tmp_path / "card.html"), home=home, expect=3)
    assert not (tmp_path / "card.html").exists()


def test_comparable_cases_are_found(district: Path) -> None:
    first = next(row for row in exported(district, "flagged_cases.csv") if row["subject_kind"] == "penalty")
    found = json.loads(xianjie("similar", first["subject_no"], "--json", home=district / "home"))
    # Ten at the most, and only what shares the offence, the conduct or the wording.
    assert 0 < len(found) <= 10 and all(hit["facets"] for hit in found)


def test_what_stands_in_the_home_verifies(district: Path) -> None:
    told = xianjie("verify", home=district / "home")
    assert "✘" not in told and told.count("✔") >= 5


def test_no_step_of_the_reverse_funnel_exceeds_the_one_before(district: Path) -> None:
    rows = json.loads(xianjie("documents", "funnel", "--json", home=district / "home"))
    assert rows[0]["not_prosecuted"] > 0
    for row in rows:
        counts = [row[step] for step in FUNNEL]
        assert counts == sorted(counts, reverse=True), row


def test_the_report_tells_the_funnel_of_the_documents_and_every_cell_is_reproduced(
    district: Path, tmp_path: Path
) -> None:
    rows = json.loads(xianjie("documents", "funnel", "--json", home=district / "home"))
    months = [row for row in rows if row["month"] and row["month"] < AS_OF[:7]]
    assert sum(row["penalised"] for row in months) > 0
    busiest = max(months, key=lambda row: (row["answered"], row["month"]))
    out = tmp_path / "r.html"
    xianjie("report", "--period", busiest["month"], "--out", str(out), home=district / "home")
    given = answers(district / "home/published/current.duckdb", out.with_name("r.reproduce.sql"))
    shown = tables(out)
    assert len(shown) == len(given) >= 8
    assert [differences(table, answer) for table, answer in zip(shown, given, strict=True)] == [[]] * len(
        given
    )
    told = next(rows for _, rows in given if rows[0][0] == "不起诉")
    assert [row[1] for row in told] == [busiest[step] for step in FUNNEL]


DELIVERED = [*(entry.name for entry in LISTS), "report", "snapshot", "quality_page"]


@pytest.fixture
def pages(district: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the web server shows of every delivered file: its asset's metadata, out of Dagster's storage."""
    for name in (HOME_VARIABLE, STATE_VARIABLE, "DAGSTER_HOME"):
        monkeypatch.setenv(name, "")  # put back after the test
    with open_instance(Home(district / "home")) as instance:
        events = {
            name: instance.get_latest_materialization_event(dg.AssetKey(["mart", name])) for name in DELIVERED
        }
    return {
        name: event.asset_materialization.metadata
        for name, event in events.items()
        if event is not None and event.asset_materialization is not None
    }


def test_every_delivered_file_has_link_rows_preview_and_plot(district: Path, pages: dict[str, Any]) -> None:
    assert set(pages) == set(DELIVERED)
    for name, page in pages.items():
        assert Path(page["link"].value).exists(), name
        assert page["preview"].value.startswith("|"), name
        rows = page["dagster/row_count"].value
        assert rows == 0 or "data:image/png;base64," in page["plot"].value, name
    assert sum("data:image/png" in page["plot"].value for page in pages.values()) >= 8
    for entry in LISTS:
        if entry.file.endswith(".csv"):
            assert pages[entry.name]["dagster/row_count"].value == len(exported(district, entry.file)), entry


def test_no_page_shows_whom_a_list_names(district: Path, pages: dict[str, Any]) -> None:
    # Dagster's log is no list: it is kept, and nobody asks what it was for.
    named = {row["party_name"] for row in exported(district, "flagged_cases.csv")} - {""}
    told = "\n".join(str(page[part].value) for page in pages.values() for part in ("preview", "plot"))
    assert named and not [name for name in named if name in told]
