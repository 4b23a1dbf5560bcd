"""Contracts: the shipped ones are whole, and a mistake in one says file, key and what is allowed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from warehouse.column import SQL_TYPES
from warehouse.contract import load_feeds
from warehouse.errors import ContractError
from warehouse.intake.labels import parse_label

KEYS = {
    "penalty": ["authority", "decision_no"],
    "admin_case": ["authority", "case_no"],
    "transfer": ["authority", "transfer_no"],
    "police_case": ["police_case_no", "suspect_name"],
    "prosecution": ["pros_no", "suspect_name"],
    "procuratorial_document": ["doc_no"],
    "judgment": ["court_case_no", "defendant_name"],
    "entity": ["credit_code"],
    "entity_member": ["credit_code", "person_name", "role", "from_on"],
    "authority": ["authority_name", "valid_from"],
    "inspection": ["report_no"],
    "complaint": ["complaint_no"],
    "document_reply": ["doc_no"],
}


def test_feeds_in_the_order_of_work() -> None:
    feeds = load_feeds()
    assert list(feeds) == list(KEYS)
    assert {name: feed.key for name, feed in feeds.items()} == KEYS
    assert load_feeds() is feeds


@pytest.mark.parametrize("name", KEYS)
def test_a_header_names_one_column(name: str) -> None:
    feed = load_feeds()[name]
    owners: dict[str, set[str]] = {}
    for column in feed.columns:
        for text in (text for text, _ in column.headings):
            owners.setdefault(parse_label(text).key, set()).add(column.name)
    assert {key: names for key, names in owners.items() if len(names) > 1} == {}
    assert {column.type for column in feed.columns} <= set(SQL_TYPES)


def test_units_of_the_standard() -> None:
    penalty = load_feeds()["penalty"]
    assert {c.name for c in penalty.money_columns if c.unit == "万元"} == {"fine_cny", "forfeit_cny"}
    assert penalty.column("fine_cny").header == "罚款金额（万元）"
    assert penalty.column("fine_cny").unit_factor == 10_000
    assert penalty.column("sales_amount_cny").unit_factor == 1
    assert penalty.column("decision_no").header == "行政处罚决定书文号"
    assert penalty.column("penalty_kinds").sql_type == "VARCHAR[]"
    assert load_feeds()["entity"].column("registered_capital_cny").unit == "万元"


def test_personal_data_is_marked() -> None:
    feeds = load_feeds()
    assert [c.name for c in feeds["entity_member"].pii_columns] == ["person_name", "person_id_no"]
    assert [c.name for feed in feeds.values() for c in feed.columns if c.type == "id" and not c.pii] == []


def test_required_columns_and_defaults() -> None:
    transfer = load_feeds()["transfer"]
    assert [c.name for c in transfer.required] == ["transfer_no", "kind", "authority", "party_name"]
    assert transfer.column("kind").default == "涉嫌犯罪"
    with pytest.raises(ContractError, match=r"feed transfer.*实际：fee.*transfer_no"):
        transfer.column("fee")


def contract(**changes: Any) -> dict[str, Any]:
    """A small sound contract, with changes."""
    number = {"name": "no", "label": "编号", "type": "text", "required": True, "form": "number"}
    day = {"name": "given_on", "label": "日期", "type": "date"}
    return {
        "name": "sample",
        "label": "样例",
        "order": 1,
        "prefixes": ["sample"],
        "key": ["no"],
        "leading": ["given_on"],
        "columns": [number, day],
    } | changes


def column(**changes: Any) -> list[dict[str, Any]]:
    """The columns of the small contract with one more."""
    return [*contract()["columns"], {"name": "more", "label": "其他列", "type": "text"} | changes]


MISTAKES = [
    (contract(colour="red"), ["unknown key", "sample.yaml · colour", "prefixes"]),
    (contract(key=["nothing"]), ["key: nothing is no column", "allowed: no, given_on"]),
    (contract(key=["no", "given_on"]), ["key: given_on must be required"]),
    (contract(leading=["no"]), ["leading: no must be of type date"]),
    (contract(prefixes=[]), ["sample.yaml · prefixes"]),
    (contract(order="first"), ["sample.yaml · order", "'first'"]),
    (contract(name="other"), ["another name than its file", "实际：other", "应为：sample"]),
    ({"name": "sample"}, ["key missing", "label"]),
    (["sample"], ["sample.yaml"]),
    (contract(columns=column(name="no")), ["no defined twice"]),
    (contract(columns=column(width=3)), ["unknown key", "columns.more.width", "aliases"]),
    (contract(columns=column(type="number")), ["columns.more.type", "'number'", "'money'"]),
    (contract(columns=column(unit="元")), ["columns.more", "unit: needed for type money"]),
    (contract(columns=column(type="money", name="more_cny")), ["columns.more_cny", "unit: needed"]),
    (contract(columns=column(type="money", unit="元")), ["columns.more", "end in _cny"]),
    (
        contract(columns=column(type="money", name="more_cny", unit="美元")),
        ["columns.more_cny.unit", "'万元'"],
    ),
    (contract(columns=column(type="enum")), ["values: an enum lists"]),
    (contract(columns=column(values=["一"])), ["values: allowed for types enum and list"]),
    (contract(columns=column(type="enum", values=["一"], default="二")), ["default: one of", "一"]),
    (contract(columns=column(type="date", form="name")), ["form: allowed for type text"]),
    (contract(columns=column(is_term=True)), ["is_term: allowed for types date"]),
    (contract(columns=column(aliases=["日 期"])), ["columns.more", "'日 期' also names given_on"]),
    (contract(columns=column(aliases=["其他列（必填）"])), ["columns.more", "stands there twice"]),
    (contract(columns=column(name="More")), ["columns.More.name"]),
    (contract(columns=column(required="yes")), ["columns.more.required", "'yes'"]),
]


@pytest.mark.parametrize(("data", "told"), MISTAKES, ids=[told[0] for _, told in MISTAKES])
def test_a_mistake_names_file_key_and_what_is_allowed(tmp_path: Path, data: Any, told: list[str]) -> None:
    (tmp_path / "sample.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    with pytest.raises(ContractError) as caught:
        load_feeds(tmp_path)
    for part in [*told, "sample.yaml"]:
        assert part in str(caught.value)


def test_a_sound_contract_loads(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(yaml.safe_dump(contract(), allow_unicode=True), "utf-8")
    assert load_feeds(tmp_path)["sample"].names == ["no", "given_on"]


def test_what_is_no_contract_at_all(tmp_path: Path) -> None:
    with pytest.raises(ContractError, match="no feed contract found"):
        load_feeds(tmp_path)
    (tmp_path / "sample.yaml").write_text("name: [", "utf-8")
    with pytest.raises(ContractError, match=r"not YAML.*sample\.yaml"):
        load_feeds(tmp_path)
    (tmp_path / "sample.yaml").write_text("name: a\nname: b\n", "utf-8")
    with pytest.raises(ContractError, match=r"sample\.yaml.*key name written twice, lines 1 and 2"):
        load_feeds(tmp_path)


def test_two_feeds_cannot_share_a_file_name(tmp_path: Path) -> None:
    (tmp_path / "sample.yaml").write_text(yaml.safe_dump(contract(), allow_unicode=True), "utf-8")
    (tmp_path / "second.yaml").write_text(
        yaml.safe_dump(contract(name="second"), allow_unicode=True), "utf-8"
    )
    with pytest.raises(ContractError, match="two feeds claim one file name"):
        load_feeds(tmp_path)
