"""The stories of identity in the district: who is who, what the dirt does, how links are measured."""

from __future__ import annotations

import csv
import datetime as dt
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import duckdb
import polars as pl
import pytest

from bench.link_truth import Agreement, agreement, by_probability
from bench.links import curve
from pipelines.demo.dice import Dice
from pipelines.demo.identity_dirt import IdentityDirt
from pipelines.demo.plant_identity import STORIES
from pipelines.demo.writer import Dirt, write_district

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

UNTIL = dt.date(2026, 11, 22)
Rows = list[dict[str, str]]
LEVELS: tuple[Dirt, ...] = ("clean", "standard", "dirty")


def parties(out: Path) -> Rows:
    with (out / "truth" / "parties.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def of_story(rows: Rows, story: str) -> dict[str, set[str]]:
    """Return the subjects of every record of a story."""
    return {
        row["feed"] + row["no"]: set(row["subject_ids"].split(";")) for row in rows if row["story"] == story
    }


@pytest.fixture(scope="module")
def districts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    out = {level: tmp_path_factory.mktemp(level) for level in LEVELS}
    for level, folder in out.items():
        write_district(folder, cases=600, seed=5, dirt=level, until=UNTIL)
    return out


def test_every_story_is_told_and_the_truth_does_not_depend_on_the_dirt(districts: dict[str, Path]) -> None:
    told = {level: parties(out) for level, out in districts.items()}
    assert {story.__name__ for story, _ in STORIES} <= {row["story"] for row in told["standard"]}
    who = {
        level: [(row["feed"], row["no"], row["subject_ids"]) for row in rows] for level, rows in told.items()
    }
    assert who["clean"] == who["standard"] == who["dirty"]


def test_one_person_with_three_shops_is_one_party_and_a_sold_shop_is_two(districts: dict[str, Path]) -> None:
    rows = parties(districts["standard"])
    shops = defaultdict(set)
    for row in rows:
        if row["story"] == "successive_shops" and row["feed"] == "penalty" and row["organisation_id"]:
            shops[row["subject_ids"]].add(row["organisation_id"])
    assert max(len(found) for found in shops.values()) == 3
    for story in ("sold_shop", "namesakes", "same_sign", "household"):
        subjects = of_story(rows, story)
        # Every such story holds at least two parties, though they share a name, a sign or a roof.
        assert len(set().union(*subjects.values())) >= 2, story
    register = pl.read_parquet(
        next((districts["standard"] / "inbox/市场主体登记中心").glob("entity*.parquet"))
    )
    signs = register.group_by("name").agg(pl.col("legal_rep_id_no").n_unique().alias("owners"))
    assert signs.filter(pl.col("owners") > 1).height >= 1


def test_a_company_stays_one_party_when_its_head_changes(districts: dict[str, Path]) -> None:
    subjects = of_story(parties(districts["standard"]), "new_head")
    bodies = [{uid for uid in who if uid.startswith("O")} for who in subjects.values()]
    persons = set().union(*subjects.values()) - set().union(*bodies)
    assert len(persons) >= 2
    assert any(one & other for one, other in combinations(bodies, 2))


def test_the_same_person_has_one_number_and_namesakes_have_others(districts: dict[str, Path]) -> None:
    register = pl.read_parquet(next((districts["clean"] / "inbox/市场主体登记中心").glob("entity*.parquet")))
    assert register["credit_code"].n_unique() == register.height
    subjects = of_story(parties(districts["clean"]), "hub")
    phones = register.group_by("phone").len().sort("len", descending=True)
    assert phones["len"][0] >= 12, "an agent's phone is shared by many firms"
    assert len(set().union(*subjects.values())) >= 24, "twelve firms and twelve persons at one address"


def spoilt(level: str, values: dict[str, object], times: int = 4000) -> list[dict[str, object]]:
    dirt = IdentityDirt(Dice(3, 3), level)
    rows = []
    for _ in range(times):
        row = dict(values)
        dirt.spoil("police_case", row)
        rows.append(row)
    return rows


SUSPECT = {
    "suspect_name": "张志强",
    "suspect_id_no": "319907198503120019",
    "transfer_no": "云市监移〔2025〕3号",
    "facts": "犯罪嫌疑人张志强系云桥区嘉禾烟酒店经营者。其销售假烟。",
}


def test_dirt_loses_more_at_every_level_and_nothing_at_the_clean_one() -> None:
    assert spoilt("clean", SUSPECT, 50) == [SUSPECT] * 50
    whole = {
        level: sum(row["suspect_id_no"] == SUSPECT["suspect_id_no"] for row in spoilt(level, SUSPECT)) / 4000
        for level in ("standard", "dirty")
    }
    assert 0.5 < whole["standard"] < 0.6
    assert 0.22 < whole["dirty"] < 0.32


def test_dirt_writes_names_and_numbers_as_other_systems_do() -> None:
    rows = spoilt("dirty", SUSPECT)
    names = {row["suspect_name"] for row in rows}
    assert {"张志强", "張志強", "张 志强"} <= names
    numbers = {str(row["suspect_id_no"]) for row in rows if row["suspect_id_no"]}
    assert "319907********0019" in numbers
    assert "3199071985****0019" in numbers
    assert "319907850312001" in numbers, "the form of before 1999 lacks century and check character"
    assert {row["facts"] for row in rows} == {SUSPECT["facts"], "其销售假烟。"}
    shop = {"party_name": "云桥区嘉禾烟酒店", "party_type": "个体工商户", "legal_rep": "张志强"}
    shops = {str(row["party_name"]) for row in spoilt("dirty", shop)}
    assert {"嘉禾烟酒店", "云桥区嘉禾烟酒店（经营者：张志强）", "张志强", "雲橋區嘉禾煙酒店"} <= shops


def test_agreement_counts_pairs_once() -> None:
    with duckdb.connect() as con:
        con.execute(
            """CREATE TABLE true_pair AS FROM (VALUES ('penalty', '1', 'judgment', '9'),
            ('penalty', '2', 'judgment', '9'), ('penalty', '3', 'judgment', '9'))
            AS t(a_feed, a_record, b_feed, b_record)"""
        )
        con.execute(
            """CREATE TABLE said AS FROM (VALUES ('penalty', '1', 'judgment', '9', 'id', 0.99),
            ('penalty', '1', 'judgment', '9', 'name', 0.6), ('penalty', '2', 'judgment', '9', 'name', 0.7),
            ('penalty', '4', 'judgment', '9', 'name', 0.7), ('penalty', '3', 'judgment', '9', 'name', 0.3))
            AS t(a_feed, a_record, b_feed, b_record, tier, probability)"""
        )
        likely = agreement(con, "FROM said", 0.5)
        assert likely == Agreement(said=3, right=2, true=3)
        assert (likely.precision, likely.recall, likely.f1) == (2 / 3, 2 / 3, 2 / 3)
        sure = agreement(con, "FROM said", 0.95)
        assert (sure.precision, sure.recall, sure.f1) == (1.0, 1 / 3, 0.5)
        assert agreement(con, "FROM said", 0.05, which="tier = 'name'") == Agreement(4, 3, 3)
        bins = by_probability(con, "FROM said", [0.05, 0.5, 0.95, 1.01])
        assert [(row[2], row[4]) for row in bins] == [(1, 1.0), (2, 0.5), (1, 1.0)]
        assert "0.50–0.95  said 0.700  true 0.500  2" in curve(bins)


def test_nothing_said_is_nothing_wrong_and_districts_add_up() -> None:
    assert Agreement(0, 0, 5).precision == 1.0
    assert Agreement(0, 0, 5).f1 == 0.0
    assert Agreement(2, 1, 4) + Agreement(8, 8, 8) == Agreement(10, 9, 12)
