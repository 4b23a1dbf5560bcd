"""Linking what changed says what linking everything anew says, whatever changes: in every table.

Small districts in which names, numbers, shops, telephones, addresses, cases and figures meet often are
changed at random: records come, are corrected and go, the register names other heads, analysts judge.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pytest

from bench.linkage_data import id_numbers
from models import parties
from tests.parties_pool import CODE, FIRST, NOW, OTHER_ID, SECOND, District

# The same ways over and over, for the answers: other tests of parties count the lines.
pytestmark = pytest.mark.no_cover
NAMES = ("车永清", "卫小满", "沙守田", "车永晴", "石二")
SHOPS = (
    "甲区听涛烟酒店",
    "听涛烟酒店",
    "甲区听濤烟酒店",
    "甲区望岳酒家",
    "乙区望岳酒家",
    "甲区半山茶庄有限公司",
)
CODES = ("92319999MA003Q6R31", "92319999MA003Q6R3I", "91319999MA00000005", None)
PHONES = ("13900000001", "13900000002", "13900000003", None)
PLACES = ("甲区长桥街道古渡路1号", "甲区长桥街道古渡路2号", None)
CASES = ("甲案〔2025〕1号", "甲案〔2025〕2号", "甲案〔2025〕3号", None, None)
MOVES = ("甲移〔2025〕1号", "甲移〔2025〕2号", None)
FACTS = (
    "当事人销售假酒。",
    "经查，当事人购进假酒1234瓶，销售金额98765元，获利23456元，货值金额共计102345元，违法事实清楚，证据确凿，足以认定，当事人予以承认，未提出陈述申辩意见。",
    "经查，当事人销售金额98765元，获利23456元。",
    "犯罪嫌疑人系听涛烟酒店经营者，货值金额102345元。",
)
# Made anew in every run, or the rules by which the others were made.
BESIDE = ("setting", "method", "judgement")


def district_words(dice: random.Random) -> tuple[str | None, ...]:
    """Return ID numbers: whole, masked, with a wrong check character, and none."""
    whole = [str(number) for number in id_numbers(np.random.default_rng(dice.randrange(99)), 4)]
    wrong = whole[0][:17] + ("1" if whole[0][17] != "1" else "2")
    masked = [f"{number[:6]}********{number[14:]}" for number in whole[:2]]
    return (*whole, wrong, *masked, f"{whole[1][:6]}{whole[1][6:10]}********", None, None)


def told_by(dice: random.Random, feed: str, serial: int, numbers: tuple[str | None, ...]) -> dict[str, str]:
    """Return a record of a feed; each serial is one record, told in one way or another."""
    pick = dice.choice
    day = f"2025-0{1 + serial % 9}-{10 + dice.randrange(15)}"
    row: dict[str, Any]
    if feed == "penalty":
        is_shop = dice.random() < 0.6
        row = {
            "decision_no": f"甲罚〔2025〕{serial}号",
            "case_no": pick(CASES),
            "party_name": pick(SHOPS) if is_shop else pick(NAMES),
            "credit_code": pick(CODES) if is_shop else None,
            "legal_rep": pick(NAMES) if is_shop and dice.random() < 0.7 else None,
            "legal_rep_id_no": pick(numbers) if is_shop else None,
            "party_id_no": None if is_shop else pick(numbers),
            "phone": pick(PHONES),
            "address": pick(PLACES),
            "facts": pick(FACTS),
            "filed_on": day,
            "decided_on": day,
        }
        if row["legal_rep"] is None:
            row["legal_rep_id_no"] = None
    elif feed == "transfer":
        row = {
            "transfer_no": f"甲移〔2025〕{1 + serial % 3}号",
            "authority": "甲区市场监督管理局",
            "case_no": pick(CASES),
            "party_name": pick(SHOPS + NAMES),
            "party_id_no": pick(numbers),
            "facts": pick(FACTS),
            "transferred_on": day,
        }
    elif feed == "police_case":
        row = {
            "police_case_no": f"公立〔2025〕{serial}号",
            "transfer_no": pick(MOVES),
            "suspect_name": pick(NAMES),
            "suspect_id_no": pick(numbers),
            "credit_code": pick(CODES) if dice.random() < 0.2 else None,
            "facts": pick(FACTS),
            "filed_on": day,
        }
    elif feed == "entity":
        at = serial % 3
        row = {
            "credit_code": CODES[at if at != 1 else 2],
            "name": pick(SHOPS),
            "entity_type": pick(("个体工商户", "有限责任公司")),
            "legal_rep": pick(NAMES),
            "legal_rep_id_no": pick(numbers),
            "former_names": pick((None, "甲区半山茶庄(2020-01-01至2025-03-01)")),
            "phone": pick(PHONES),
            "address": pick(PLACES),
        }
    else:
        row = {
            "credit_code": CODES[0],
            "person_name": NAMES[serial % 3],
            "role": pick(("经营者", "法定代表人", "股东")),
            "from_on": pick((None, "2024-01-01")),
            "person_id_no": pick(numbers),
        }
    return {name: value for name, value in row.items() if value is not None}


FEEDS = ("penalty", "penalty", "penalty", "police_case", "police_case", "transfer", "entity", "entity_member")


def change(dice: random.Random, district: District, numbers: tuple[str | None, ...], at: int) -> None:
    """Let something come, be corrected, go, or be judged."""
    records: dict[str, list[dict[str, str]]] = {}
    for _ in range(dice.choice((1, 1, 2, 4))):
        feed = dice.choice(FEEDS)
        row = told_by(dice, feed, dice.randrange(12), numbers)
        records.setdefault(feed, []).append(row)
    draw = dice.random()
    if draw < 0.1:
        # Nine namesakes of nobody use one telephone: it is an agent's.
        records["penalty"] = [
            {"decision_no": f"甲罚〔2025〕{90 + n}号", "party_name": f"石{sign}", "phone": PHONES[0] or ""}
            for n, sign in enumerate("甲乙丙丁戊己庚辛壬")
        ]
    if 0.1 < draw < 0.3:
        with district.pool.write() as con:
            feed = dice.choice(("penalty", "police_case", "entity", "transfer"))
            con.execute(f"DELETE FROM pool.{feed} WHERE hash(record_id, ?) % 5 = 0", [at])
        return
    told = district.ask("SELECT feed, record_id FROM party.resolved ORDER BY ALL") if at else []
    if 0.3 < draw < 0.45 and len(told) > 2:
        judge(dice, district, told, at)
        return
    # A file that says nothing new is not taken in.
    told_before = {file.read_text("utf-8") for file in district.folder.glob("*.jsonl")}
    lines = {feed: "\n".join(map(district.line(feed), rows)) for feed, rows in records.items()}
    district.deliver({feed: rows for feed, rows in records.items() if lines[feed] not in told_before})


def judge(dice: random.Random, district: District, told: list[tuple[Any, ...]], at: int) -> None:
    """Judge two records, as the journal of judgements lays them in."""
    one, other = dice.sample(told, 2)
    with district.pool.write() as con:
        con.execute(
            "INSERT INTO party.judgement VALUES (?, ?, '承办人', ?, ?, ?, ?, ?, '查阅档案')",
            [f"j{at}", NOW + timedelta(days=at), dice.choice(("same", "different")), *one, *other],
        )


def everything(district: District) -> dict[str, list[tuple[Any, ...]]]:
    """Return all rows of all tables of the layer, over one connection: opening one costs more than asking."""
    with district.pool.read() as con:
        names = con.execute(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'party' ORDER BY ALL"
        ).fetchall()
        return {
            name: con.execute(f"FROM party.{name} ORDER BY ALL").fetchall()
            for (name,) in names
            if name not in BESIDE
        }


def link_both_ways(district: District, told: str) -> None:
    """Link what changed, then everything anew, and hold every table of the one against the other."""
    district.link()
    step_by_step = everything(district)
    district.link(full=True)
    anew = everything(district)
    assert step_by_step.keys() == anew.keys()
    for name, rows in anew.items():
        assert step_by_step[name] == rows, f"party.{name} after {told}"


@pytest.mark.parametrize("seed", range(2))
def test_what_changed_is_linked_as_everything_would_be(tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    numbers = district_words(dice)
    district = District(tmp_path)
    first = {feed: [told_by(dice, feed, n, numbers) for n in range(8)] for feed in ("penalty", "police_case")}
    district.deliver(first | {"entity": [told_by(dice, "entity", n, numbers) for n in range(2)]})
    district.link()
    for at in range(1, 7):
        change(dice, district, numbers, at)
        link_both_ways(district, f"change {at} of seed {seed}")


PHONE = {"phone": "13900000001"}
UNNUMBERED = {
    "penalty": [
        {"decision_no": "甲罚〔2025〕11号", "party_name": "沙守田"} | PHONE,
        {"decision_no": "甲罚〔2025〕12号", "party_name": "沙守田"} | PHONE,
    ],
    "police_case": [{"police_case_no": "公立〔2025〕11号", "suspect_name": "沙守田"}],
}
STEPS: dict[str, Mapping[str, Sequence[Mapping[str, str]]]] = {
    "a name whose people become two": SECOND,
    "a telephone that two share": UNNUMBERED,
    "a telephone that nine use": {
        "penalty": [
            {"decision_no": f"甲罚〔2025〕{20 + n}号", "party_name": f"石{sign}"} | PHONE
            for n, sign in enumerate("甲乙丙丁戊己庚辛壬")
        ]
    },
    "a new operator in the register": {
        "entity": [
            {
                "credit_code": CODE,
                "name": "甲区听涛烟酒店",
                "entity_type": "个体工商户",
                "legal_rep": "沙守田",
                "legal_rep_id_no": OTHER_ID,
            }
        ]
    },
    "a firm that is no sole trader's": {
        "entity": [{"credit_code": CODE, "name": "甲区听涛烟酒店", "entity_type": "有限责任公司"}]
    },
    "a record corrected": {
        "police_case": [
            {"police_case_no": "公立〔2025〕1号", "suspect_name": "卫小满", "suspect_id_no": OTHER_ID}
        ]
    },
    "a number that turns out whole": {
        "penalty": [{"decision_no": "甲罚〔2025〕2号", "party_name": "卫小满", "party_id_no": OTHER_ID}]
    },
}


def test_each_kind_of_change_is_linked_as_everything_would_be(tmp_path: Path) -> None:
    district = District(tmp_path)
    district.deliver(FIRST)
    district.link()
    seen = [everything(district)]
    for told, records in STEPS.items():
        district.deliver(records)
        link_both_ways(district, told)
        seen.append(everything(district))
    pair = "甲罚〔2025〕11号", "公立〔2025〕11号"
    for verdict in ("same", "different"):
        district.judge(verdict, *pair, NOW + timedelta(days=len(seen)))
        link_both_ways(district, f"a judgement: {verdict}")
        seen.append(everything(district))
    with district.pool.write() as con:
        con.execute("DELETE FROM pool.penalty WHERE decision_no IN ('甲罚〔2025〕2号', '甲罚〔2025〕25号')")
    link_both_ways(district, "records that are gone")
    seen.append(everything(district))
    # Each step is one: it changed whose something is, or how sure a link is.
    for before, after in pairwise(seen):
        assert any(before[name] != after[name] for name in ("person", "resolved", "bearer", "link"))


def test_a_run_in_which_nothing_changed_touches_nothing(tmp_path: Path) -> None:
    district = District(tmp_path)
    district.deliver(FIRST)
    district.link()
    before = everything(district)
    with district.pool.write() as con:
        # What is not touched is not looked at either: a row put here by hand stays.
        con.execute("UPDATE party.link SET namesakes = 99")
    district.link()
    assert set(district.ask("SELECT namesakes FROM party.link")) == {(99,)}
    district.link(full=True)
    assert everything(district) == before


def test_a_run_that_breaks_off_leaves_the_tables_as_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = District(tmp_path)
    district.deliver(FIRST)
    district.link()
    before = everything(district)
    district.deliver(SECOND)

    def broken(_: duckdb.DuckDBPyConnection) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(parties.statistical, "score", broken)
        with pytest.raises(KeyboardInterrupt):
            district.link()
    assert everything(district) == before
    district.link()
    step_by_step = everything(district)
    assert step_by_step != before
    district.link(full=True)
    assert everything(district) == step_by_step


def test_the_judgement_of_a_later_day_is_followed_at_once(tmp_path: Path) -> None:
    district = District(tmp_path)
    district.deliver(FIRST)
    district.link()
    pair = "甲罚〔2025〕2号", "公立〔2025〕2号"
    assert 0 < district.probabilities()[pair] < 1
    district.judge("same", *pair)
    district.link()
    assert district.probabilities()[pair] == 1
    district.judge("different", *pair, datetime(2026, 6, 9))
    district.link()
    assert district.probabilities()[pair] == 0
