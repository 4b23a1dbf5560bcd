"""Numbers of the general part: read with their dates, and applied by the day of the act."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from models.common import FOLDER
from models.rulebook import publish
from models.rulebook.general import load_general
from tests import chain
from warehouse import tables
from warehouse.errors import RulebookError
from warehouse.pool import memory

RULEBOOK = chain.RULEBOOK()
BIRTH = date(2000, 5, 1)
# Two versions of the age, as if the law had changed it, and none before the first.
CHANGED = """
criminal_age_years:
  zh: 年龄
  unit: 周岁
  versions:
    - {value: 16, from: 2014-01-01, to: 2015-12-31, source: {text: 甲, articles: 乙}, confidence: V}
    - {value: 18, from: 2016-01-01, source: {text: 甲, articles: 乙}, confidence: V}
criminal_age_grave_years:
  zh: 年龄
  unit: 周岁
  offences: {"234": [has_serious_injury, has_death], "347": []}
  versions:
    - {value: 14, from: 2014-01-01, source: {text: 甲, articles: 乙}, confidence: V}
"""


def test_the_numbers_a_second_time() -> None:
    rules = load_general(RULEBOOK)
    told = {name: [(v.value, v.from_on, v.to_on) for v in rule.versions] for name, rule in rules.items()}
    assert told == {
        "criminal_age_years": [(Decimal(16), date(1997, 10, 1), None)],
        "criminal_age_grave_years": [(Decimal(14), date(1997, 10, 1), None)],
    }
    assert rules["criminal_age_years"].offences is None
    assert rules["criminal_age_grave_years"].offences == {
        "234": ("has_serious_injury", "has_death"),
        "347": (),
    }


def test_no_act_that_is_judged_lies_before_the_first_version() -> None:
    first = min(offence.statute_from for offence in RULEBOOK.offences.values())
    assert load_general(RULEBOOK)["criminal_age_years"].versions[0].from_on <= first


@pytest.fixture
def con(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    file = tmp_path / "general.yaml"
    file.write_text(CHANGED, "utf-8")
    monkeypatch.setattr(publish, "load_general", lambda rulebook: load_general(rulebook, file))
    con = memory()
    publish.build(con, RULEBOOK, [])
    con.execute("CREATE TABLE fact.evaluation (feed VARCHAR, record_id VARCHAR, offence VARCHAR)")
    con.execute("CREATE TABLE fact.subject (feed VARCHAR, record_id VARCHAR, birth_on DATE, act_on DATE)")
    con.execute(
        "CREATE TABLE fact.measure (feed VARCHAR, record_id VARCHAR, is_stated_under_age BOOLEAN, "
        "has_serious_injury BOOLEAN, has_death BOOLEAN)"
    )
    return con


@pytest.mark.parametrize(
    ("offence", "birth_on", "act_on", "is_stated", "grave", "age_is"),
    [
        # Thirteen, and thirty-three: no law of the day is known, and today's is not taken for it.
        ("214", BIRTH, date(2013, 12, 31), False, (False, False), "unsettled"),
        ("214", date(1980, 5, 1), date(2013, 12, 31), False, (False, False), "unsettled"),
        ("214", BIRTH, date(2014, 1, 1), False, (False, False), "under_age"),
        # Sixteen on the last day of the one version, eighteen on the first of the next.
        ("214", date(1999, 12, 30), date(2015, 12, 31), False, (False, False), None),
        ("214", date(1999, 12, 31), date(2015, 12, 31), False, (False, False), "under_age"),
        ("214", date(1999, 12, 30), date(2016, 1, 1), False, (False, False), "under_age"),
        ("214", date(1997, 12, 31), date(2016, 1, 1), False, (False, False), None),
        ("214", date(1998, 1, 1), date(2016, 1, 1), False, (False, False), "under_age"),
        # Fourteen answers for grave harm, not for less; where it is not known which, nothing is settled.
        ("234", BIRTH, date(2014, 5, 1), False, (True, False), "under_age"),
        ("234", BIRTH, date(2014, 5, 2), False, (True, False), None),
        ("234", BIRTH, date(2014, 5, 2), False, (None, True), None),
        ("234", BIRTH, date(2014, 5, 2), False, (False, False), "under_age"),
        ("234", BIRTH, date(2014, 5, 2), False, (None, False), "unsettled"),
        ("347", BIRTH, date(2014, 5, 2), False, (False, False), "unsettled"),
        ("347", BIRTH, date(2018, 5, 1), False, (False, False), "unsettled"),
        ("347", BIRTH, date(2018, 5, 2), False, (False, False), None),
        # Words that tell less than sixteen do not tell fourteen.
        ("214", None, date(2018, 5, 2), True, (False, False), "under_age"),
        ("234", None, date(2018, 5, 2), True, (False, False), "under_age"),
        ("234", None, date(2018, 5, 2), True, (True, False), "unsettled"),
        # A number that tells the age is worth more than words; nothing told is nothing known.
        ("214", date(1980, 5, 1), date(2018, 5, 2), True, (False, False), None),
        ("214", None, date(2018, 5, 2), False, (False, False), None),
    ],
)
def test_the_age_is_that_of_the_day_of_the_act(
    con: duckdb.DuckDBPyConnection,
    offence: str,
    birth_on: date | None,
    act_on: date,
    is_stated: bool,
    grave: tuple[bool | None, bool | None],
    age_is: str | None,
) -> None:
    con.execute("INSERT INTO fact.evaluation VALUES ('penalty', '1', ?)", [offence])
    con.execute("INSERT INTO fact.subject VALUES ('penalty', '1', ?, ?)", [birth_on, act_on])
    con.execute("INSERT INTO fact.measure VALUES ('penalty', '1', ?, ?, ?)", [is_stated, *grave])
    tables.build(con, "fact", FOLDER / "minor.sql")
    found = con.execute("SELECT age_is FROM fact.minor").fetchall()
    assert found == ([] if age_is is None else [(age_is,)])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("from: 2016-01-01", "from: 2016-01-02", ["criminal_age_years", "does not end the day before"]),
        (", to: 2015-12-31", "", ["criminal_age_years", "does not end the day before"]),
        (", to: 2015-12-31", ", to: 2013-12-31", ["criminal_age_years", "ends before it begins"]),
        ('"347": []', '"999": []', ["criminal_age_grave_years.offences", "999"]),
        ("has_death]", "has_luck]", ["criminal_age_grave_years.offences", "has_luck"]),
        ("unit: 周岁", "colour: red", ["criminal_age_years", "unit"]),
    ],
)
def test_a_mistake_is_explained(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    file = tmp_path / "general.yaml"
    assert old in CHANGED
    file.write_text(CHANGED.replace(old, new), "utf-8")
    with pytest.raises(RulebookError) as told:
        load_general(RULEBOOK, file)
    for word in ["general.yaml", *words]:
        assert word in str(told.value), str(told.value)
