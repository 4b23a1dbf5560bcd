"""Column lineage: columns of the list, followed back to the delivered columns that they must rest on."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.outputs.columns import FLAGGED
from pipelines.outputs.lineage import sources, trace
from pipelines.outputs.lineage_page import write_page

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

F01, F02 = "model.f01_penalty_instead_of_prosecution", "model.f02_transfer_overdue"
F06, R01, R04 = "model.f06_split_penalties", "model.r01_handover_overdue", "model.r04_opinion_unanswered"


@pytest.mark.parametrize(
    ("root", "column", "delivered"),
    [
        (F01, "subject_no", {("penalty", "decision_no")}),
        (F01, "authority", {("penalty", "authority")}),
        (F01, "party_name", {("penalty", "party_name")}),
        (F02, "subject_no", {("transfer", "transfer_no")}),
        (F02, "authority", {("transfer", "authority")}),
        (F02, "offence", {("transfer", "suspected_offence")}),
        # A finding about a document names the body that must answer; one about a decision the suspect.
        (R04, "subject_no", {("procuratorial_document", "doc_no")}),
        (R04, "authority", {("procuratorial_document", "to_authority")}),
        (R01, "subject_no", {("prosecution", "pros_no")}),
        (R01, "party_name", {("prosecution", "suspect_name")}),
        (F06, "authority", {("penalty", "authority")}),
    ],
)
def test_copied_columns_come_from_exactly_one(
    root: str, column: str, delivered: set[tuple[str, str]]
) -> None:
    assert set(trace(column, root).feeds) == delivered


@pytest.mark.parametrize(
    ("root", "column", "among"),
    [
        # The deciding value: amounts of the columns, and the facts they are read out of.
        (
            F01,
            "value",
            {("penalty", "sales_amount_cny"), ("penalty", "goods_value_cny"), ("penalty", "facts")},
        ),
        (
            F01,
            "occurred_on",
            {("penalty", "act_ended_on"), ("penalty", "act_began_on"), ("penalty", "facts")},
        ),
        (F02, "value", {("transfer", "approved_on"), ("transfer", "transferred_on")}),
        (F01, "credit_code", {("entity", "credit_code")}),
        # How many times the line: the amounts, and the days that say which line was in force.
        (F01, "margin", {("penalty", "sales_amount_cny"), ("penalty", "facts")}),
        # Working days from the decision to the handover; days from service, or from the letter after it.
        (R01, "value", {("prosecution", "decided_on"), ("prosecution", "handed_over_on")}),
        (
            R04,
            "value",
            {
                ("procuratorial_document", "served_on"),
                ("procuratorial_document", "replied_on"),
                ("procuratorial_document", "reply_due_on"),
                ("document_reply", "replied_on"),
            },
        ),
        # Split fines: the numbers of all decisions of the group, and the amounts that are added up.
        (F06, "related_nos", {("penalty", "decision_no")}),
        (F06, "value", {("penalty", "sales_amount_cny"), ("penalty", "goods_value_cny")}),
    ],
)
def test_computed_columns_rest_on_what_they_are_computed_from(
    root: str, column: str, among: set[tuple[str, str]]
) -> None:
    found = set(trace(column, root).feeds)
    assert among <= found
    # Nothing that has no bearing: the fine is not what is compared with the line.
    assert ("penalty", "fine_cny") not in found and ("complaint", "content") not in found


def test_the_page_in_the_home_folder_needs_no_network(tmp_path: Path) -> None:
    page = write_page(tmp_path).read_text("utf-8")
    assert page.count("<tr>") == len(FLAGGED) - 5 + 1
    assert "行政处罚决定书文号" in page and "http" not in page and "|" not in page


def test_the_law_is_on_the_way() -> None:
    assert "rule.offence" in trace("offence", F01).steps
    assert any(step.startswith("rule.") for step in trace("value", F02).steps)


def test_a_table_nobody_made_has_no_source() -> None:
    assert sources("fact.no_such_table", "x") == ()
