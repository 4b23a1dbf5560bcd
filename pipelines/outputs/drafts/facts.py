"""What the records of a finding's case say of the facts that a document states."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import duckdb

from models.reverse_index import Entry, load_index
from pipelines.outputs.evidence import day_zh, number
from pipelines.outputs.masking import mask_ids
from pipelines.outputs.review_index import act_day, records_of
from warehouse.errors import RulebookError

# Which column of which feed states a fact, the first that is known; in the order of the case's course.
_SOURCES: dict[str, tuple[tuple[str, str], ...]] = {
    "issuer": (("procuratorial_document", "issuer"),),
    "police_org": (("transfer", "to_authority"), ("police_case", "police_org")),
    "party_name": (
        ("prosecution", "suspect_name"),
        ("police_case", "suspect_name"),
        ("transfer", "party_name"),
        ("penalty", "party_name"),
        ("procuratorial_document", "party_name"),
        ("judgment", "defendant_name"),
    ),
    "offence": (("prosecution", "offence"), ("police_case", "offence"), ("transfer", "suspected_offence")),
    "pros_no": (("prosecution", "pros_no"),),
    "decision": (("prosecution", "decision"),),
    "decision_no": (("prosecution", "decision_no"),),
    "decided_on": (("prosecution", "decided_on"),),
    "facts": (
        ("prosecution", "facts"),
        ("transfer", "facts"),
        ("penalty", "facts"),
        ("police_case", "facts"),
        ("admin_case", "facts"),
    ),
    "amount": (("prosecution", "amount_cny"),),
    "transfer_no": (("transfer", "transfer_no"),),
    "transferred_on": (("transfer", "transferred_on"),),
    "declined_on": (("transfer", "police_decided_on"),),
    "not_filed_reason": (("transfer", "not_filed_reason"),),
    "police_case_no": (("police_case", "police_case_no"),),
    "penalty_no": (("penalty", "decision_no"),),
    "penalised_on": (("penalty", "decided_on"),),
    "penalty_text": (("penalty", "penalty_text"),),
    "doc_kind": (("procuratorial_document", "kind"),),
    "doc_no": (("procuratorial_document", "doc_no"),),
    "doc_issued_on": (("procuratorial_document", "issued_on"),),
    "doc_served_on": (("procuratorial_document", "served_on"),),
    "reply_due_on": (("procuratorial_document", "reply_due_on"),),
}
# The agency a document is for, by what the record that leads the finding calls it.
_AGENCY = (
    ("prosecution", "competent_authority"),
    ("procuratorial_document", "to_authority"),
    ("penalty", "authority"),
    ("admin_case", "authority"),
    ("transfer", "authority"),
)


def facts_of(con: duckdb.DuckDBPyConnection, finding: dict[str, Any]) -> dict[str, str]:
    """Return what is known of every fact as text; what is not known is not there.

    The finding's own record speaks before the others of its case.
    """
    records = records_of(con, finding)
    own = finding["subject_kind"]
    found: dict[str, str] = {}
    for fact, sources in (*_SOURCES.items(), ("to_authority", _AGENCY)):
        ordered = sorted(sources, key=lambda source: source[0] != own)
        for feed, column in ordered:
            value = _value(con, feed, column, records.get(feed, []))
            if value is not None:
                found[fact] = _said(value)
                break
    if finding["offence"] and "offence" not in found:
        found["offence"] = _said(finding["offence"])
    if finding["party_name"] and "party_name" not in found:
        found["party_name"] = _said(finding["party_name"])
    found["finding"] = _said(finding["reason_zh"] or "")
    if finding["legal_basis"]:
        found["legal_basis"] = _said(finding["legal_basis"])
    found.update(_norms(con, found.get("offence"), act_day(con, finding, records)))
    return {fact: text for fact, text in found.items() if text}


_VALUE = 'SELECT "{column}" FROM known."{feed}" WHERE record_id = ?'


def _value(con: duckdb.DuckDBPyConnection, feed: str, column: str, records: list[str]) -> object | None:
    for record in records:
        rows = con.execute(_VALUE.format(column=column, feed=feed), [record]).fetchall()
        if rows and rows[0][0] is not None:
            value: object = rows[0][0]
            return value
    return None


def _said(value: object) -> str:
    """Write a value as a document does; what a person must fill in is the only thing in 【】."""
    if isinstance(value, date):
        return day_zh(value)
    if isinstance(value, Decimal):
        return f"{number(float(value))}元"
    text = mask_ids(str(value)).replace("【", "（").replace("】", "）")
    return " ".join(text.split())


def _norms(con: duckdb.DuckDBPyConnection, offence: str | None, act_on: date) -> dict[str, str]:
    """Return the norms of the day of the act, those of today where they are others, and the penalties.

    An act is judged by the law of its day unless the later one is milder, so that both are told and a person
    decides.
    """
    if offence is None:
        return {}
    try:
        entry = load_index().find(offence)
    except RulebookError:
        return {}
    if not isinstance(entry, Entry):
        return {}
    (today,) = con.execute("SELECT max(as_of) FROM known.run").fetchall()[0]
    then, now = (
        "、".join(norm.cite() for norm in entry.norms if norm.is_in_force(day)) for day in (act_on, today)
    )
    told = {"norm_basis": then or now, "penalties": "、".join(entry.penalties)}
    return told | ({"norm_now": now} if now and then and now != then else {})
