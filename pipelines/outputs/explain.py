"""Why a finding is listed: one page that a person can check step by step, as text or as a dict.

The order is that in which an analyst doubts: what is claimed, on which facts, against which line and
article, what was searched, which exceptions were tested, which rows of which files it rests on, and what
would clear it. It speaks of risk points (风险点) and leads (线索), never of guilt.
"""

from __future__ import annotations

import dataclasses
import difflib
import json
from pathlib import Path
from typing import Any

import duckdb

from models.card import Card, load_cards
from models.similar import Index
from pipelines.outputs import others, recheck, timeline
from pipelines.outputs.evidence import MARKS, measure_zh, parse, quantity
from pipelines.outputs.masking import mask_ids
from warehouse import tables
from warehouse.contract import load_feeds
from warehouse.errors import XianjieError
from warehouse.yaml_text import parse as parse_yaml

_HINTS = 3
_EVALUATED = ("evaluation", "repeat_evaluation")
_COMPARED = """
SELECT act_version, now_version, route_zh, limitation_years, outcome FROM fact.{table}
WHERE feed = ? AND record_id = ? AND rule_version = ?
"""

_STEPS = Path(__file__).with_name("next_steps.yaml")
# Comparable cases: five with a criminal answer and five without, of the nearest fifty.
_LOOKED_AT, _OF_EACH = 50, 5


def find(con: duckdb.DuckDBPyConnection, prefix: str) -> dict[str, Any]:
    """Return the finding whose id begins with ``prefix``.

    Raises
    ------
    XianjieError
        If none or several do; the message names the nearest.
    """
    if not tables.exists(con, "finding", "finding"):
        raise XianjieError("尚无线索", where="finding.finding", action="请先运行 xianjie run")
    ids = [
        row[0] for row in con.execute("SELECT finding_id FROM finding.finding ORDER BY finding_id").fetchall()
    ]
    matching = [i for i in ids if i == prefix] or [i for i in ids if prefix and i.startswith(prefix)]
    if len(matching) != 1:
        near = matching or difflib.get_close_matches(prefix, ids, n=_HINTS, cutoff=0.3)
        raise XianjieError(
            "多条线索以此开头" if matching else "没有这条线索",
            where=prefix,
            expected="以下之一：" + "、".join(near[:_HINTS]) if near else "清单中的线索编号",
            action="请从 xianjie findings 复制编号",
        )
    frame = con.sql("SELECT * FROM finding.finding WHERE finding_id = ?", params=[matching[0]]).pl()
    row: dict[str, Any] = frame.row(0, named=True)
    return row


def explain(con: duckdb.DuckDBPyConnection, prefix: str, similar: Path | None = None) -> dict[str, Any]:
    """Return everything that speaks for and against one finding.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool.
    prefix : str
        The finding's id, or enough of its beginning to be unique.
    similar : Path, optional
        Folder of the index of comparable cases.

    Returns
    -------
    dict
        Plain values only, ready for JSON; ID numbers masked.
    """
    finding = find(con, prefix)
    told = parse(finding)
    card = next((card for card in load_cards() if card.id == finding["model"]), None)
    head = {
        name: finding[name]
        for name in (
            "finding_id", "rank", "model", "model_version", "model_class", "failure_mode", "severity",
            "score", "subject_kind", "subject_no", "authority", "party_name", "offence", "status", "verdict",
            "first_seen", "last_seen", "occurred_on", "known_on", "run_id",
        )
    }  # fmt: skip
    page = {
        **head,
        "sentence": finding["reason_zh"],
        "line": _line(finding),
        "measures": [dataclasses.asdict(measure) for measure in told.measures],
        "not_counted": others.lines(con, finding["subject_kind"], finding["subject_id"]),
        "versions": _versions(con, finding),
        "searched": _searched(con, finding, card),
        "links": told.links,
        "components": told.components,
        "exceptions": [{**e, "mark": MARKS.get(str(e.get("result")), "？")} for e in told.exceptions],
        "sources": [{**dataclasses.asdict(s), "place": s.place} for s in told.sources],
        "clears_if": finding["clears_if_zh"],
        "counterfactual": _counterfactual(finding),
        "known_false_positives": list(card.known_false_positives) if card else [],
        "timeline": timeline.of_records(con, _records(finding)),
        "events": _events(con, finding["finding_id"]),
        "next_steps": _next_steps(str(finding["failure_mode"])),
        "similar": _similar(finding, similar),
        "mismatches": recheck.mismatches(con, finding, json.loads(finding["evidence"] or "{}")),
        "as_of": _as_of(con),
    }
    return {name: _masked(value) for name, value in page.items()}


def _records(finding: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the records whose cases a finding is about: its subject, or those that a group is made of."""
    if finding["subject_kind"] != "party":
        return [(str(finding["subject_kind"]), str(finding["subject_id"]))]
    cited = json.loads(finding["evidence"] or "{}").get("sources", [])
    return [(str(source["feed"]), str(source["record_id"])) for source in cited]


def _next_steps(mode: str) -> list[str]:
    known: dict[str, list[str]] = parse_yaml(_STEPS.read_text("utf-8"))
    return known.get(mode, [])


def _as_of(con: duckdb.DuckDBPyConnection) -> str:
    ((day,),) = con.execute("SELECT as_of FROM known.run").fetchall()
    return str(day)


def _similar(finding: dict[str, Any], folder: Path | None) -> list[dict[str, Any]]:
    """Return comparable cases, those with a criminal answer and those without in turn."""
    if folder is None or not folder.exists() or finding["subject_kind"] != "penalty":
        return []
    try:
        index = Index(folder)
        found = index.similar(index.find(str(finding["subject_no"])), _LOOKED_AT)
    except XianjieError:  # a record that came after the index was made, or an index of an earlier version
        return []
    answered = [hit for hit in found if hit.case["answered"]][:_OF_EACH]
    unanswered = [hit for hit in found if not hit.case["answered"]][:_OF_EACH]
    return [
        {
            "no": hit.case["no"],
            "decided_on": hit.case["decided_on"],
            "value": hit.case["value"],
            "unit": hit.case["unit"],
            "fine_cny": hit.case["fine_cny"],
            "answered": hit.case["answered_zh"],
            "facets": hit.facets,
        }
        for hit in (*answered, *unanswered)
    ]


def _line(finding: dict[str, Any]) -> dict[str, Any]:
    return {
        "measure": finding["measure"],
        "zh": measure_zh(str(finding["measure"])) if finding["measure"] else "",
        "value": _plain(finding["value"]),
        "unit": finding["unit"],
        "threshold": _plain(finding["threshold"]),
        "margin": finding["margin"],
        "rule_version": finding["rule_version"],
        "legal_basis": finding["legal_basis"],
    }


def _versions(con: duckdb.DuckDBPyConnection, finding: dict[str, Any]) -> dict[str, Any] | None:
    """Return the two versions of the standard that were compared, if the subject was evaluated.

    A case may be evaluated by its amounts and by its earlier penalties: what is met is what is claimed.
    """
    found = []
    for table in (name for name in _EVALUATED if tables.exists(con, "fact", name)):
        found += con.execute(
            _COMPARED.format(table=table),
            [finding["subject_kind"], finding["subject_id"], finding["rule_version"]],
        ).fetchall()
    if not found:
        return None
    claimed = next((row for row in found if row[-1] == "met"), found[0])
    return dict(zip(("at_act", "now", "route", "limitation_years"), claimed[:-1], strict=True))


def _searched(
    con: duckdb.DuckDBPyConnection, finding: dict[str, Any], card: Card | None
) -> list[dict[str, Any]]:
    """Return which data were searched for an answer, and from which to which day they were delivered."""
    if card is None or not tables.exists(con, "known", "coverage"):
        return []
    feeds = load_feeds()
    found = []
    for feed in (name for name in card.feeds if name != finding["subject_kind"] and name in feeds):
        periods = con.execute(
            "SELECT from_on + gap, to_on - gap FROM known.coverage "
            "CROSS JOIN (SELECT max(coverage_gap_days) AS gap FROM known.setting) WHERE feed = ? ORDER BY 1",
            [feed],
        ).fetchall()
        delivered = con.execute(
            "SELECT max(last_on), max(imported_at) FROM landing.batch WHERE feed = ? AND status = 'imported'",
            [feed],
        ).fetchall()[0]
        rows = tables.count(con, f'known."{feed}"') if tables.exists(con, "known", feed) else 0
        found.append(
            {
                "feed": feed,
                "zh": feeds[feed].label,
                "rows": rows,
                "periods": [[start.isoformat(), end.isoformat()] for start, end in periods],
                "data_until": delivered[0].isoformat() if delivered[0] else None,
                "imported_at": delivered[1].isoformat(" ", "minutes") if delivered[1] else None,
                "absence_counts": feed in card.absence_of,
            }
        )
    return found


def _counterfactual(finding: dict[str, Any]) -> str | None:
    if finding["threshold"] is None or finding["value"] is None or not finding["measure"]:
        return None
    if finding["value"] < finding["threshold"]:  # listed for lying near a line, or for the days that are left
        return None
    line = quantity(finding["threshold"], finding["unit"])
    return f"若{measure_zh(str(finding['measure']))}不足{line}，则本线索不成立"


def _events(con: duckdb.DuckDBPyConnection, finding_id: str) -> list[dict[str, Any]]:
    if not tables.exists(con, "finding", "event"):
        return []
    rows = con.execute(
        'SELECT "at", kind, run_id, note FROM finding.event WHERE finding_id = ? ORDER BY "at"', [finding_id]
    ).fetchall()
    return [dict(zip(("at", "kind", "run_id", "note"), row, strict=True)) for row in rows]


def _plain(value: object) -> float | None:
    return None if value is None else float(str(value))


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask_ids(value)
    if isinstance(value, dict):
        return {name: _masked(cell) for name, cell in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(cell) for cell in value]
    return value
