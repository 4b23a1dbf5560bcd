"""XML as databases and interfaces export it: fields are elements, attributes or named cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.intake_pool import counts, penalty, rows, run
from warehouse.pool import Pool

RECORDS = [penalty(1), penalty(2)]


@pytest.fixture
def pool(tmp_path: Path) -> Pool:
    return Pool(tmp_path / "home" / "pool.duckdb")


def _elements(record: Mapping[str, object]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in record.items() if value is not None)


def _attributes(record: Mapping[str, object]) -> str:
    return " ".join(f'{name}="{value}"' for name, value in record.items() if value is not None)


def _cells(record: Mapping[str, object]) -> str:
    return "".join(f'<field name="{name}">{value}</field>' for name, value in record.items())


@pytest.mark.parametrize(
    "export",
    [
        lambda records: (
            "<RECORDS>" + "".join(f"<RECORD>{_elements(r)}</RECORD>" for r in records) + "</RECORDS>"
        ),
        lambda records: "<ROWDATA>" + "".join(f"<ROW {_attributes(r)}/>" for r in records) + "</ROWDATA>",
        lambda records: (
            '<mysqldump><database name="zf"><table_data name="t">'
            + "".join(f"<row>{_cells(r)}</row>" for r in records)
            + "</table_data></database></mysqldump>"
        ),
        lambda records: (
            "<response><code>0</code><data><total>2</total><list>"
            + "".join(f"<item>{_elements(r)}</item>" for r in records)
            + "</list></data></response>"
        ),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_records_of_any_element(
    pool: Pool, tmp_path: Path, export: Callable[[list[dict[str, object]]], str], encoding: str
) -> None:
    file = tmp_path / "行政处罚.xml"
    file.write_bytes(f'<?xml version="1.0" encoding="{encoding}"?>\n{export(RECORDS)}'.encode(encoding))
    (slip,) = run(pool, file)
    assert counts(slip) == (2, 2, 0, 0, 0), (slip.reason, slip.notes)
    assert rows(pool, "SELECT row_no FROM pool.penalty ORDER BY 1") == [(1,), (2,)]


def test_a_single_record_is_a_record(pool: Pool, tmp_path: Path) -> None:
    file = tmp_path / "行政处罚.xml"
    file.write_text(f"<RECORDS><RECORD>{_elements(RECORDS[0])}</RECORD></RECORDS>", "utf-8")
    (slip,) = run(pool, file)
    assert counts(slip) == (1, 1, 0, 0, 0), (slip.reason, slip.notes)


def test_a_torn_file_is_refused_with_the_place(pool: Pool, tmp_path: Path) -> None:
    file = tmp_path / "行政处罚.xml"
    file.write_text('<?xml version="1.0"?>\n<RECORDS><RECORD><CF_WSH>某罚〔2024〕1号</CF_WSH>', "utf-8")
    (slip,) = run(pool, file)
    assert slip.status == "refused"
    assert "XML 无法读出" in (slip.reason or "")
    assert "第 2 行" in (slip.reason or "")


def test_entities_of_a_file_are_not_followed(pool: Pool, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("只属于这台机器", "utf-8")
    record = _elements(RECORDS[0]).replace("</", "&e;</", 1)
    file = tmp_path / "in" / "行政处罚.xml"
    file.parent.mkdir()
    file.write_text(
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]>'
        f"<RECORDS><RECORD>{record}</RECORD></RECORDS>",
        "utf-8",
    )
    run(pool, file)
    assert not rows(pool, "SELECT decision_no FROM pool.penalty WHERE decision_no LIKE '%只属于%'")
