"""The ledger: stable ids, first and last seen, cleared ones kept, judged ones left alone."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from models import findings
from models.card import Card, load_cards
from models.registry import COLUMNS, outcomes, run_model
from tests.rulebook_cases import measure_columns
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.errors import CheckFailed
from warehouse.intake import store
from warehouse.pool import memory

FEEDS = load_feeds()
MONDAY, TUESDAY, WEDNESDAY = (datetime(2026, 6, day, 6, 30) for day in (1, 2, 3))


def card(tmp_query: str, folder: str) -> Card:
    """A card like f01's, on a SELECT of the test."""
    base = next(card for card in load_cards() if card.id.startswith("f01"))
    path = Path(folder) / "f01_penalty_instead_of_prosecution.sql"
    path.write_text(tmp_query, "utf-8")
    return base.model_copy(update={"path": path})


def rows(*subjects: tuple[str, str, str | None, float]) -> str:
    """A model's SELECT over constants: (subject, outcome, reason, margin)."""
    given = {"subject_kind": "'penalty'", "authority": "'甲局'", "certainty": "1.0", "reason_zh": "'说明'"}
    selects = []
    for no, outcome, reason, margin in subjects:
        own = {
            "subject_id": f"'{no}'",
            "subject_no": f"'{no}号'",
            "outcome": f"'{outcome}'",
            "reason_code": "NULL" if reason is None else f"'{reason}'",
            "margin": str(margin),
            "sources": f"[{{feed: 'penalty', record_id: '{no}'}}]",
        }
        every = {name: own.get(name, given.get(name, "NULL")) for name in COLUMNS}
        selects.append("SELECT " + ", ".join(f"{value} AS {name}" for name, value in every.items()))
    return "\nUNION ALL\n".join(selects)


@pytest.fixture
def con() -> duckdb.DuckDBPyConnection:
    con = memory()
    store.ensure(con, FEEDS)
    con.execute(
        "INSERT INTO landing.batch BY NAME "
        "SELECT 'b1' AS batch_id, '市监' AS source, '处罚.csv' AS file_name, 'imported' AS status"
    )
    con.execute(
        """INSERT INTO pool.penalty BY NAME
        SELECT no AS record_id, 1 AS version, TIMESTAMP '2026-01-01' AS recorded_from,
            no || '号' AS decision_no,
            '甲局' AS authority, '某店' AS party_name, 21600 AS fine_cny,
            ['罚款', '没收违法所得'] AS penalty_kinds,
            TRUE AS collective_discussion, FALSE AS appraisal_made, '319999198001010015' AS party_id_no,
            DATE '2025-10-20' AS decided_on,
            'b1' AS batch_id, '' AS sheet, 7 AS row_no
        FROM (VALUES ('a'), ('b'), ('c')) AS t (no)"""
    )
    columns = ", ".join(f'"{name}" {kind}' for name, kind in measure_columns().items())
    con.execute(f"CREATE TABLE fact.measure ({columns})")
    con.execute(
        "CREATE TABLE fact.measure_source (feed VARCHAR, record_id VARCHAR, measure VARCHAR, "
        "lo DECIMAL(18,4), hi DECIMAL(18,4), origin VARCHAR, span VARCHAR, confidence DOUBLE, "
        "is_used BOOLEAN)"
    )
    con.execute("CREATE TABLE rule.offence AS SELECT '266' AS code, '诈骗罪' AS name")
    con.execute("CREATE TABLE rule.offence_measure AS SELECT '266' AS offence, 'taken_cny' AS measure")
    known.build(con, FEEDS, as_of=date(2026, 6, 1), known_at=WEDNESDAY, run_id="r1")
    return con


def flag(
    con: duckdb.DuckDBPyConnection,
    folder: str,
    run_id: str,
    at: datetime,
    *subjects: tuple[str, str, str | None, float],
) -> None:
    model = card(rows(*subjects), folder)
    run_model(con, model)
    findings.update(con, [model], FEEDS, run_id=run_id, at=at)
    outcomes(con, [model])


def ledger(con: duckdb.DuckDBPyConnection) -> dict[str, tuple[str, datetime, datetime]]:
    return {
        no: (status, first, last)
        for no, status, first, last in con.execute(
            "SELECT subject_id, status, first_seen, last_seen FROM finding.finding"
        ).fetchall()
    }


def test_life_of_a_finding(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = str(tmp_path)
    flag(con, folder, "r1", MONDAY, ("a", "flagged", None, 2.0), ("b", "flagged", None, 9.0))
    assert ledger(con) == {"a": ("new", MONDAY, MONDAY), "b": ("new", MONDAY, MONDAY)}
    ids = dict(con.execute("SELECT subject_id, finding_id FROM finding.finding").fetchall())
    flag(con, folder, "r2", TUESDAY, ("a", "flagged", None, 2.0), ("b", "excluded", "transferred", 9.0))
    assert ledger(con) == {"a": ("open", MONDAY, TUESDAY), "b": ("cleared", MONDAY, MONDAY)}
    flag(con, folder, "r3", WEDNESDAY, ("a", "flagged", None, 2.0), ("b", "flagged", None, 9.0))
    assert ledger(con)["b"] == ("reopened", MONDAY, WEDNESDAY)
    assert dict(con.execute("SELECT subject_id, finding_id FROM finding.finding").fetchall()) == ids
    told = con.execute(
        'SELECT kind, run_id FROM finding.event WHERE finding_id = ? ORDER BY "at"', [ids["b"]]
    ).fetchall()
    assert told == [("raised", "r1"), ("cleared", "r2"), ("reopened", "r3")]


def test_events_stand_on_the_day_of_the_data_and_verdicts_on_their_own(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = str(tmp_path)
    query = 'SELECT kind, as_of FROM finding.event ORDER BY "at", kind'
    con.execute("UPDATE known.run SET as_of = DATE '2026-03-31'")
    run_with(con, folder, MONDAY, [], 2.0)
    # A ledger that an earlier version began knows no such day: then the day of the run stands for it.
    con.execute("ALTER TABLE finding.event DROP COLUMN as_of")
    con.execute("UPDATE known.run SET as_of = DATE '2026-04-30'")
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "查实")]
    con.execute("UPDATE finding.finding SET severity = 'medium'")
    journal[0]["severity"] = "medium"
    run_with(con, folder, TUESDAY, journal, 2.0)
    findings.lifecycle.exported(con, "r2", WEDNESDAY, "hash")
    assert con.execute(query).fetchall() == [
        ("raised", date(2026, 6, 1)),
        ("judged", date(2026, 6, 1)),
        ("escalated", date(2026, 4, 30)),
        ("exported", date(2026, 4, 30)),
    ]


def test_rank_follows_the_margin_and_ties_are_stable(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    subjects = [("a", "flagged", None, 2.0), ("b", "flagged", None, 9.0), ("c", "flagged", None, 2.0)]
    flag(con, str(tmp_path), "r1", MONDAY, *subjects)
    first = con.execute("SELECT subject_id FROM finding.finding ORDER BY rank").fetchall()
    flag(con, str(tmp_path), "r2", TUESDAY, *reversed(subjects))
    assert first[0] == ("b",)
    assert con.execute("SELECT subject_id FROM finding.finding ORDER BY rank").fetchall() == first


def test_evidence_leads_to_file_and_row_without_id_numbers(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    flag(con, str(tmp_path), "r1", MONDAY, ("a", "flagged", None, 2.0))
    ((text,),) = con.execute("SELECT evidence FROM finding.finding").fetchall()
    source = json.loads(text)["sources"][0]
    assert (source["file"], source["row"], source["no"]) == ("处罚.csv", 7, "a号")
    assert source["fields"]["行政相对人名称"] == "某店"
    # The file told it in 万元; what is shown says its unit.
    assert source["fields"]["罚款金额（元）"] == "21600.00"
    assert source["fields"]["处罚类别"] == "罚款；没收违法所得"
    assert (source["fields"]["是否集体讨论"], source["fields"]["是否鉴定"]) == ("是", "否")
    assert "319999198001010015" not in text


def test_of_an_offence_only_what_it_looks_at_is_evidence(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    con.execute("INSERT INTO rule.offence_measure VALUES ('214', 'sales_cny'), ('214', 'business_cny')")
    con.execute(
        """INSERT INTO fact.measure_source SELECT 'penalty', 'a', measure, 5, 5, origin, span, 0.9, TRUE
        FROM (VALUES ('taken_cny', 'derived:=sales_cny', NULL), ('sales_cny', 'text:facts[0:3]', '卖5元'),
            ('business_cny', 'derived:sales_cny', NULL),
            ('is_stated_transferred', 'pattern:facts[4:6]', '移送')
        ) AS t (measure, origin, span)"""
    )
    ruled = rows(("a", "flagged", None, 2.0)).replace(
        "NULL AS rule_version", "'266@2016-12-20' AS rule_version"
    )
    model = card(ruled, str(tmp_path))
    run_model(con, model)
    findings.update(con, [model], FEEDS, run_id="r1", at=MONDAY)
    ((text,),) = con.execute("SELECT evidence FROM finding.finding").fetchall()
    # What fraud asks for, what that was derived from, and what belongs to no offence; no other's turnover.
    told = [measure["measure"] for measure in json.loads(text)["measures"]]
    assert told == ["is_stated_transferred", "sales_cny", "taken_cny"]


@pytest.mark.parametrize(
    "subjects",
    [
        [("a", "flagged", None, 1.0), ("a", "clear", None, 1.0)],
        [("a", "guilty", None, 1.0)],
        [("a", "excluded", "because", 1.0)],
    ],
    ids=["two outcomes", "unknown outcome", "reason not on the card"],
)
def test_a_model_that_miscounts_stops(
    con: duckdb.DuckDBPyConnection, tmp_path: Path, subjects: list[tuple[str, str, str | None, float]]
) -> None:
    with pytest.raises(CheckFailed):
        flag(con, str(tmp_path), "r1", MONDAY, *subjects)


def verdict(
    con: duckdb.DuckDBPyConnection, seq: int, at: datetime, word: str, until: date | None = None
) -> dict[str, object]:
    """A journal entry on the only finding, as it stands."""
    ((finding_id, severity, value),) = con.execute(
        "SELECT finding_id, severity, value FROM finding.finding"
    ).fetchall()
    return {
        "seq": seq, "finding_id": finding_id, "at": at.isoformat(), "who": "甲", "verdict": word,
        "snooze_until": until and until.isoformat(), "severity": severity, "value": value and str(value),
    }  # fmt: skip


def run_with(
    con: duckdb.DuckDBPyConnection, folder: str, at: datetime, journal: list[dict[str, object]], margin: float
) -> tuple[str, str | None]:
    model = card(rows(("a", "flagged", None, margin)), folder)
    run_model(con, model)
    findings.update(con, [model], FEEDS, run_id=f"{at:%m%d}", at=at, verdicts=journal)
    ((status, told),) = con.execute("SELECT status, verdict FROM finding.finding").fetchall()
    return status, told


def test_a_judged_finding_stays_judged(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "查否")]
    assert run_with(con, folder, TUESDAY, journal, 2.0) == ("judged", "查否")
    assert run_with(con, folder, WEDNESDAY, journal, 2.0) == ("judged", "查否")


def test_a_verdict_counts_until_the_finding_gets_worse(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    con.execute("UPDATE finding.finding SET severity = 'medium'")
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "查否")]
    assert run_with(con, folder, TUESDAY, journal, 2.0) == ("reopened", "查否")
    # Reopened once: the escalation is told once, and the old verdict stays in sight.
    assert run_with(con, folder, WEDNESDAY, journal, 2.0) == ("open", "查否")
    journal.append(verdict(con, 2, datetime(2026, 6, 3, 12), "查实"))
    assert run_with(con, folder, datetime(2026, 6, 4, 6), journal, 2.0) == ("judged", "查实")
    kinds = [kind for (kind,) in con.execute('SELECT kind FROM finding.event ORDER BY "at", kind').fetchall()]
    assert kinds == ["raised", "judged", "escalated", "judged"]


def test_a_snoozed_finding_comes_back_on_its_day(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "暂缓", date(2026, 6, 3))]
    assert run_with(con, folder, TUESDAY, journal, 2.0)[0] == "snoozed"
    assert run_with(con, folder, WEDNESDAY, journal, 2.0)[0] == "reopened"


def test_a_pool_that_was_built_anew_knows_every_verdict(
    con: duckdb.DuckDBPyConnection, tmp_path: Path
) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "查实")]
    for name in ("finding", "event", "verdict", "current"):
        con.execute(f"DROP TABLE finding.{name}")
    assert run_with(con, folder, TUESDAY, journal, 2.0) == ("judged", "查实")


def test_a_cleared_finding_that_comes_back_asks_again(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    journal = [verdict(con, 1, datetime(2026, 6, 1, 12), "已处理")]
    model = card(rows(("a", "clear", None, 1.0)), folder)
    run_model(con, model)
    findings.update(con, [model], FEEDS, run_id="gone", at=TUESDAY, verdicts=journal)
    assert con.execute("SELECT status, verdict FROM finding.finding").fetchall() == [("cleared", "已处理")]
    assert run_with(con, folder, WEDNESDAY, journal, 2.0) == ("reopened", "已处理")


def test_confirmed_share_with_its_interval(con: duckdb.DuckDBPyConnection, tmp_path: Path) -> None:
    folder = str(tmp_path)
    run_with(con, folder, MONDAY, [], 2.0)
    day = datetime(2026, 6, 1, 12)
    words = ["查实"] * 8 + ["查否", "数据错误", "重复", "已处理"]
    common = {"at": day.isoformat(), "model": "f01_x", "model_version": "1"}
    journal = [
        {"seq": n, "finding_id": f"f{n}", "verdict": word, **common} for n, word in enumerate(words, 1)
    ]
    run_with(con, folder, TUESDAY, journal, 2.0)
    ((n, confirmed, low, high),) = con.execute(
        "SELECT n, confirmed, low_share, high_share FROM finding.confirmed_share WHERE model = 'f01_x'"
    ).fetchall()
    # Wilson's interval for 8 of 10, as published tables give it.
    assert (n, confirmed) == (10, 8)
    assert (round(low, 3), round(high, 3)) == (0.490, 0.943)
