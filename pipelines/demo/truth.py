"""The truth beside the inbox: what should be found, who is who, what the amounts are."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.demo.delivery import Sent
from pipelines.demo.district import KEY, PARTY, District, Record
from pipelines.demo.people import Party
from pipelines.demo.tale import Act

AUTHORITY = {
    "penalty": "authority",
    "admin_case": "authority",
    "transfer": "authority",
    "police_case": "police_org",
    "procuratorial_document": "issuer",
    "judgment": "court",
}
# What a model speaks of, where it is not the record itself.
SUBJECTS = {"f06": "party", "f07": "authority", "f10": "party", "f13": "party"}
CASE_HEADS = (
    "model",
    "subject_kind",
    "subject_no",
    "authority",
    "party",
    "expected",
    "reason",
    "kind",
    "offence",
    "related_nos",
)
LINK_HEADS = (
    "feed_a",
    "no_a",
    "authority_a",
    "party_a",
    "feed_b",
    "no_b",
    "authority_b",
    "party_b",
    "same_person",
)
PARTY_HEADS = ("feed", "no", "authority", "party", "person_id", "organisation_id", "subject_ids", "story")
# Records that say who is pursued: a firm only where it is named or its code is given.
CRIMINAL = ("transfer", "police_case", "prosecution", "judgment", "procuratorial_document")
AMOUNT_HEADS = ("feed", "no", "authority", "offence", "measure", "value", "act_ended_on")


@dataclass(frozen=True, slots=True)
class Truth:
    """What a district was made of, and where its truth lies."""

    out: Path
    cases: int
    seed: int
    dirt: str
    until: str
    files: tuple[Sent, ...]
    expected: tuple[dict[str, str], ...] = field(repr=False)
    counts: dict[str, int] = field(default_factory=dict)


def number_of(record: Record) -> str:
    """Return the record's number, as its issuer would write it."""
    return str(record[KEY[record["_feed"]]])


def authority_of(record: Record) -> str:
    """Return the issuer."""
    return str(record.get(AUTHORITY.get(record["_feed"], ""), "") or "")


def name_of(record: Record) -> str:
    """Return the party's name in the record."""
    return str(record.get(PARTY.get(record["_feed"], ""), "") or "")


def _expected(district: District) -> list[dict[str, str]]:
    rows = []
    for item in district.expected:
        rows.append(
            {
                "model": item.model,
                "subject_kind": SUBJECTS.get(item.model) or item.record["_feed"],
                "subject_no": number_of(item.record),
                "authority": authority_of(item.record),
                "party": item.party or name_of(item.record),
                "expected": item.outcome,
                "reason": item.reason,
                "kind": item.kind,
                "offence": item.offence,
                "related_nos": ";".join(
                    number_of(record) for record in item.related if record is not item.record
                ),
            }
        )
    return rows


def _links(district: District) -> list[list[str]]:
    return [
        [
            one["_feed"],
            number_of(one),
            authority_of(one),
            name_of(one),
            other["_feed"],
            number_of(other),
            authority_of(other),
            name_of(other),
            "true" if same else "false",
        ]
        for one, other, same in district.pairs
    ]


def _parties(district: District) -> list[list[str]]:
    rows = []
    for feed in PARTY:
        for record in district.feeds[feed]:
            party = record["_party"]
            if party is not None:
                firm = party.firm.uid if party.firm else ""
                head = [feed, number_of(record), authority_of(record), name_of(record)]
                subjects = ";".join(_subjects(feed, record, party))
                rows.append([*head, party.person.uid, firm, subjects, str(record["_story"])])
    return rows


def _subjects(feed: str, record: Record, party: Party) -> list[str]:
    """Return whom the record is about: the person, and the firm where it is a body of its own.

    Two records are about the same party if they have a subject in common. A sole trader's shop is its
    owner, so a shop that was sold is another party; a company stays one whoever runs it.
    """
    firm = party.firm
    is_body = firm is not None and not firm.is_person
    if firm is None or not is_body or (feed in CRIMINAL and not record.get("credit_code")):
        return [party.person.uid]
    return [party.person.uid, firm.uid]


def _amounts(district: District) -> list[list[str]]:
    rows = []
    for feed in ("penalty", "admin_case", "transfer"):
        for record in district.feeds[feed]:
            act: Act | None = record.get("_act")
            if act is None:
                continue
            for measure, value in act.amounts.items():
                head = [feed, number_of(record), authority_of(record), act.conduct.code]
                rows.append([*head, measure, f"{value:.4f}", str(act.ended)])
    return rows


def _write(path: Path, heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(heads)
        writer.writerows(rows)


def write_truth(
    district: District, sent: list[Sent], out: Path, *, cases: int, seed: int, dirt: str, null: bool
) -> Truth:
    """Write the four tables and the manifest."""
    folder = out / "truth"
    folder.mkdir(parents=True, exist_ok=True)
    expected = _expected(district)
    _write(folder / "cases.csv", CASE_HEADS, [[row[head] for head in CASE_HEADS] for row in expected])
    _write(folder / "links.csv", LINK_HEADS, _links(district))
    _write(folder / "parties.csv", PARTY_HEADS, _parties(district))
    _write(folder / "amounts.csv", AMOUNT_HEADS, _amounts(district))
    counts = {feed: len(rows) for feed, rows in district.feeds.items()}
    manifest = {
        "cases": cases,
        "seed": seed,
        "dirt": dirt,
        "until": district.until.isoformat(),
        "since": district.start.isoformat(),
        "null": null,
        "records": counts,
        "files": [
            {
                "path": note.path,
                "feed": note.feed,
                "rows": note.rows,
                "resent": note.resent,
                "corrected": note.corrected,
                "unreadable": note.unreadable,
            }
            for note in sent
        ],
    }
    text = json.dumps(manifest, ensure_ascii=False, indent=1)
    (folder / "manifest.json").write_text(text + "\n", encoding="utf-8")
    return Truth(out, cases, seed, dirt, district.until.isoformat(), tuple(sent), tuple(expected), counts)
