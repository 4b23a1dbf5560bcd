"""A source that is a database: a private PostgreSQL on loopback, read in the window of recent days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import adbc_driver_postgresql.dbapi as postgresql
import pytest

from tests.intake_pool import NOW, counts, rows
from tests.postgres_server import find_program, server, unprivileged
from warehouse.config import Config, Source
from warehouse.home import Home
from warehouse.intake import importer

pytestmark = pytest.mark.skipif(
    not (find_program("initdb") and find_program("postgres") and unprivileged()),
    reason="no PostgreSQL server programs, or no unprivileged user to run them",
)
TABLE = """
CREATE SCHEMA ledger;
CREATE TABLE ledger.transfer (
    "移送书文号" text, authority text, party_name text, transferred_on timestamp, attachments text[],
    kind text, "内部备注" text, updated_at timestamp);
INSERT INTO ledger.transfer VALUES
    ('移〔2026〕1号', '某市场监管局', '某某商行', '2026-10-29 09:30', '{移送书,调查报告}',
     NULL, '甲', '2026-10-30'),
    ('移〔2026〕2号', '某市场监管局', '另一商行', '2026-09-01 10:00', NULL, NULL, NULL, '2026-10-26 00:00'),
    ('移〔2026〕3号', '某市场监管局', '老商行', '2026-10-20 10:00', NULL, NULL, NULL, '2026-10-25 23:59'),
    ('移〔2026〕4号', '某市场监管局', NULL, '2026-11-01 10:00', NULL, NULL, NULL, '2026-11-01 23:59');
"""


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with server(tmp_path_factory.mktemp("postgres")) as uri:
        with postgresql.connect(uri) as connection, connection.cursor() as cursor:
            for statement in TABLE.strip().rstrip(";").split(";\n"):
                cursor.execute(statement)
            connection.commit()
        yield uri


def take(home: Home, source: Source, now: datetime = NOW) -> tuple[int, int, int, int, int]:
    (slip,) = importer.import_recent(home, Config(sources=[source]), as_of=date(2026, 11, 1), now=now)
    assert (slip.file, slip.source, slip.sheet) == (f"postgresql:{source.name}", source.name, "")
    assert slip.status == "imported", slip.reason
    return counts(slip)


def test_window_by_update_column(address: str, tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    source = Source(
        name="移送台账",
        kind="postgresql",
        uri=address,
        feed="transfer",
        table="ledger.transfer",
        update_column="updated_at",
    )
    assert take(home, source) == (3, 2, 0, 0, 1)
    found = rows(
        home.pool,
        "SELECT transfer_no, transferred_on, attachments, kind FROM pool.transfer ORDER BY transfer_no",
    )
    assert found == [
        ("移〔2026〕1号", datetime(2026, 10, 29, 9, 30), ["移送书", "调查报告"], "涉嫌犯罪"),
        ("移〔2026〕2号", datetime(2026, 9, 1, 10), None, "涉嫌犯罪"),
    ]
    assert (
        rows(home.pool, "SELECT extra FROM pool.transfer WHERE transfer_no LIKE '%1号'")[0][0].count(
            "内部备注"
        )
        == 1
    )
    # The window is delivered again the next day: nothing new.
    assert take(home, source, NOW + timedelta(days=1)) == (3, 0, 2, 0, 1)


def test_window_by_leading_date_and_address_from_the_environment(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEST_LEDGER", address)
    source = Source(
        name="移送台账", kind="postgresql", uri_env="TEST_LEDGER", feed="transfer",
        query='SELECT "移送书文号", authority, party_name, transferred_on FROM ledger.transfer;',
    )  # fmt: skip
    assert take(Home.open(tmp_path / "home"), source) == (2, 1, 0, 0, 1)


def test_mapped_query(address: str, tmp_path: Path) -> None:
    home = Home.open(tmp_path / "home")
    (home.root / "m.yaml").write_text(
        "name: 台账\nfeed: transfer\ncolumns:\n  transfer_no: {field: doc}\n  authority: {constant: 某局}\n"
        "  party_name:\n    first_of: [{field: who}, {constant: 未载明, derived: true}]\n"
        "  transferred_on: {field: day}\n",
        "utf-8",
    )
    source = Source(
        name="台账", kind="postgresql", uri=address, feed="transfer", mapping="m.yaml",
        query='SELECT "移送书文号" AS doc, party_name AS who, transferred_on AS day FROM ledger.transfer',
    )  # fmt: skip
    config = Config(sources=[source], folder=home.root)
    (slip,) = importer.import_recent(home, config, as_of=date(2026, 11, 1), now=NOW)
    assert counts(slip) == (2, 2, 0, 0, 0)
    assert rows(home.pool, "SELECT party_name, derived FROM pool.transfer WHERE derived IS NOT NULL") == [
        ("未载明", ["party_name"])
    ]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"uri": "postgresql://tester@127.0.0.1:1/none"}, "数据库来源无法读取"),
        ({"table": "ledger.nothing"}, "数据库来源无法读取"),
        ({"uri": None, "uri_env": "TEST_NOT_SET"}, "TEST_NOT_SET"),
        ({"update_column": "no_such"}, "no_such"),
        ({"table": None, "query": "SELECT authority FROM ledger.transfer"}, "update_column"),
    ],
)
def test_refused_with_its_reason(address: str, tmp_path: Path, change: dict[str, str], reason: str) -> None:
    home = Home.open(tmp_path / "home")
    given = {
        "name": "台账",
        "kind": "postgresql",
        "uri": address,
        "feed": "transfer",
        "table": "ledger.transfer",
    }
    source = Source.model_validate({**given, **change})
    (slip,) = importer.import_recent(home, Config(sources=[source]), as_of=date(2026, 11, 1), now=NOW)
    assert slip.status == "refused"
    assert reason in (slip.reason or "")
    assert "tester@" not in (slip.reason or ""), "an address may hold a password"
