"""A pool of a million penalties and thirty thousand criminal records, to time linking; vectorised, seeded.

Names, numbers and firms are made up. Who is who is known: ``truth_person`` per record, so that what the two
ways find can be counted as well as timed.
"""

from __future__ import annotations

from datetime import date, datetime

import duckdb
import numpy as np
import polars as pl

from pipelines.demo import words
from warehouse.contract import load_feeds
from warehouse.intake import store
from warehouse.intake.values import install_macros

ALPHABET = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
CODE_WEIGHTS = np.array([pow(3, place, 31) for place in range(17)])
BODY_WEIGHTS = np.array((3, 7, 9, 10, 5, 8, 4, 2))
ID_WEIGHTS = np.array((7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2))
KNOWN = datetime(2026, 11, 1, 8)
FIRST, LAST = date(2019, 1, 1), date(2026, 10, 1)
FIRMS_TO_PENALTIES, LONERS_TO_PENALTIES = 0.5, 0.3


def _joined(columns: np.ndarray) -> np.ndarray:
    """Join the signs of each row."""
    return np.array(["".join(row) for row in columns.tolist()])


def id_numbers(dice: np.random.Generator, count: int) -> np.ndarray:
    """Return valid ID numbers of people born from 1955 to 2004."""
    regions = np.array([f"{region:06d}" for region in range(319901, 319941)])[dice.integers(0, 40, count)]
    births = np.datetime64("1955-01-01") + dice.integers(0, 18_000, count).astype("timedelta64[D]")
    first = [
        f"{region}{birth.replace('-', '')}{serial:03d}"
        for region, birth, serial in zip(
            regions, births.astype(str), dice.integers(0, 1000, count).tolist(), strict=True
        )
    ]
    places = np.array([list(number) for number in first]).astype(int)
    checks = np.array(list("10X98765432"))[(places * ID_WEIGHTS).sum(axis=1) % 11]
    return np.char.add(np.array(first), checks)


def credit_codes(count: int) -> np.ndarray:
    """Return as many valid and different credit codes."""
    values = np.arange(count) * 7919 + 104_729
    digits = np.stack([values // 31**place % 31 for place in range(5, -1, -1)], axis=1)
    body = np.concatenate([np.tile([20, 10], (count, 1)), digits], axis=1)  # M, A
    # Letters count by their place among all 26 here, by their place in the alphabet of codes below.
    by_letter = np.array([int(sign, 36) for sign in ALPHABET])[body]
    by_letter[:, 0] = 22
    rest = 11 - (by_letter * BODY_WEIGHTS).sum(axis=1) % 11
    inner = np.where(rest == 10, 29, rest % 11)  # X
    head = np.tile([int(sign) for sign in "92319907"], (count, 1))
    first = np.concatenate([head, body, inner[:, None]], axis=1)
    first[:, 8] = np.flatnonzero(ALPHABET == "M")[0]
    last = (31 - (first * CODE_WEIGHTS).sum(axis=1) % 31) % 31
    return _joined(ALPHABET[np.concatenate([first, last[:, None]], axis=1)])


def person_names(dice: np.random.Generator, count: int) -> np.ndarray:
    """Return names, few surnames and given names often, many seldom."""
    weights = 1 / (np.arange(len(words.SURNAMES)) + 2.0)
    surnames = np.array(words.SURNAMES)[dice.choice(len(words.SURNAMES), count, p=weights / weights.sum())]
    given = np.array(words.GIVEN_MALE + words.GIVEN_FEMALE)
    second = np.array(["", "", *words.BRAND_SECOND, *words.BRAND_FIRST])
    rare = np.where(dice.random(count) < 0.6, second[dice.integers(0, len(second), count)], "")
    return np.char.add(np.char.add(surnames, given[dice.integers(0, len(given), count)]), rare)


def _some(dice: np.random.Generator, values: pl.Series, share: float) -> pl.Series:
    """Keep so many of the values, the others NULL."""
    return values.zip_with(pl.Series(dice.random(len(values)) < share), pl.Series([None] * len(values)))


def _masked(dice: np.random.Generator, numbers: pl.Series, whole: float, masked: float) -> pl.Series:
    draw = pl.Series(dice.random(len(numbers)))
    hidden = numbers.str.slice(0, 6) + "********" + numbers.str.slice(14)
    none = pl.Series([None] * len(numbers), dtype=pl.String)
    return numbers.zip_with(draw < whole, hidden.zip_with(draw < whole + masked, none))


def _days(dice: np.random.Generator, count: int) -> pl.Series:
    span = (LAST - FIRST).days
    return pl.Series(np.datetime64(FIRST) + dice.integers(0, span, count).astype("timedelta64[D]")).cast(
        pl.Date
    )


def _places(dice: np.random.Generator, count: int) -> np.ndarray:
    towns, streets = np.array(words.TOWNS), np.array(words.STREETS)
    numbers = dice.integers(1, 1900, count).astype(str)
    place = np.char.add("云桥区", towns[dice.integers(0, len(towns), count)])
    return np.char.add(
        np.char.add(np.char.add(place, streets[dice.integers(0, len(streets), count)]), numbers), "号"
    )


def population(dice: np.random.Generator, firms: int, loners: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the persons (the first of them own firms) and the firms."""
    count = firms + loners
    persons = pl.DataFrame(
        {
            "person": person_names(dice, count),
            "id_no": id_numbers(dice, count),
            "phone": np.char.add("139", np.char.zfill(dice.integers(0, 10**8, count).astype(str), 8)),
            "home": _places(dice, count),
        }
    )
    first, second = np.array(words.BRAND_FIRST), np.array(words.BRAND_SECOND)
    trades = np.array([trade for group in words.TRADES.values() for trade in group])
    brand = np.char.add(
        first[dice.integers(0, len(first), firms)], second[dice.integers(0, len(second), firms)]
    )
    brand = np.char.add(
        brand, np.where(dice.random(firms) < 0.7, second[dice.integers(0, len(second), firms)], "")
    )
    owner = np.where(dice.random(firms) < 0.12, dice.integers(0, firms, firms), np.arange(firms))
    register = pl.DataFrame(
        {
            "firm": np.char.add(np.char.add("云桥区", brand), trades[dice.integers(0, len(trades), firms)]),
            "code": credit_codes(firms),
            "owner": owner,
            "address": _places(dice, firms),
        }
    )
    return persons, register


def penalties(
    dice: np.random.Generator, rows: int, persons: pl.DataFrame, register: pl.DataFrame
) -> pl.DataFrame:
    """Return penalties of firms (six in ten) and of persons, identified as far as agencies do."""
    firms = len(register)
    is_firm = dice.random(rows) < 0.6
    firm = dice.integers(0, firms, rows)
    loner = dice.integers(firms, len(persons), rows)
    person = np.where(is_firm, register["owner"].to_numpy()[firm], loner)
    who, what, unit = persons[person], register[firm], pl.Series(is_firm)
    none = pl.Series([None] * rows, dtype=pl.String)
    name = what["firm"].zip_with(pl.Series(dice.random(rows) < 0.85), what["firm"].str.strip_prefix("云桥区"))
    decided = _days(dice, rows)
    serial = pl.Series(np.arange(rows)).cast(pl.String)
    return pl.DataFrame(
        {
            "record_id": "p" + serial,
            "truth_person": person,
            "decision_no": "某罚〔2025〕" + serial + "号",
            "authority": pl.Series(["云桥区市场监督管理局"] * rows),
            "party_name": name.zip_with(unit, who["person"]),
            "party_type": pl.Series(np.where(is_firm, "个体工商户", "自然人")),
            "credit_code": _some(dice, what["code"], 0.65).zip_with(unit, none),
            "party_id_no": none.zip_with(unit, _masked(dice, who["id_no"], 0.55, 0.15)),
            "legal_rep": _some(dice, who["person"], 0.88).zip_with(unit, none),
            "legal_rep_id_no": _masked(dice, who["id_no"], 0.3, 0.1).zip_with(unit, none),
            "address": what["address"].zip_with(unit, who["home"]),
            "phone": _some(dice, who["phone"], 0.75),
            "facts": pl.Series(["经查，当事人的行为违反了相关规定。"] * rows),
            "decided_on": decided,
            "filed_on": decided,
        }
    )


def suspects(
    dice: np.random.Generator, rows: int, persons: pl.DataFrame, register: pl.DataFrame, fined: np.ndarray
) -> pl.DataFrame:
    """Return suspects: six in ten were fined at some time, the others are strangers."""
    strangers = pl.DataFrame({"person": person_names(dice, rows), "id_no": id_numbers(dice, rows)})
    is_known = dice.random(rows) < 0.6
    person = fined[dice.integers(0, len(fined), rows)]
    who = persons.select("person", "id_no")[person]
    flag = pl.Series(is_known)
    name, number = (who[column].zip_with(flag, strangers[column]) for column in ("person", "id_no"))
    shop = register["firm"][np.minimum(person, len(register) - 1)]
    tells = pl.Series(is_known & (person < len(register)) & (dice.random(rows) < 0.6))
    told = "犯罪嫌疑人" + name + "系" + shop + "经营者。"
    return pl.DataFrame(
        {
            "serial": np.arange(rows),
            "truth_person": np.where(is_known, person, -1 - np.arange(rows)),
            "name": name,
            "id_no": _masked(dice, number, 0.55, 0.18),
            "facts": told.zip_with(tells, pl.Series([""] * rows)) + "其销售假冒注册商标的商品。",
            "day": _days(dice, rows),
        }
    )


CRIMINAL = {
    "police_case": "police_case_no, suspect_name, suspect_id_no, facts, filed_on",
    "prosecution": "pros_no, suspect_name, suspect_id_no, facts, accepted_on",
    "judgment": "court_case_no, defendant_name, defendant_id_no, facts, judged_on",
}


def fill(con: duckdb.DuckDBPyConnection, rows: int, criminal: int, seed: int = 1) -> None:
    """Fill the pool's tables, ID numbers in the form the pool keeps, and ``main.truth``."""
    dice = np.random.default_rng(seed)
    persons, register = population(dice, int(rows * FIRMS_TO_PENALTIES), int(rows * LONERS_TO_PENALTIES))
    penalty = penalties(dice, rows, persons, register)
    suspect = suspects(dice, criminal, persons, register, penalty["truth_person"].unique().sort().to_numpy())
    install_macros(con)
    store.ensure(con, load_feeds())
    con.register("made_penalty", penalty.to_arrow())
    con.register("made_suspect", suspect.to_arrow())
    con.register("made_firm", register.with_columns(persons[register["owner"].to_numpy()]).to_arrow())
    since = f"1 AS version, TIMESTAMP '{KNOWN}' AS recorded_from"
    con.execute(
        f"""INSERT INTO pool.penalty BY NAME SELECT * EXCLUDE (truth_person) REPLACE (
            x_id_kept(party_id_no) AS party_id_no, x_id_kept(legal_rep_id_no) AS legal_rep_id_no), {since}
        FROM made_penalty"""
    )
    con.execute(
        f"""INSERT INTO pool.entity BY NAME
        SELECT 'e' || code AS record_id, code AS credit_code, firm AS name,
            '个体工商户' AS entity_type, person AS legal_rep, x_id_kept(id_no) AS legal_rep_id_no, address,
            phone,
            DATE '2015-01-01' AS established_on, '存续' AS status, {since}
        FROM made_firm"""
    )
    con.execute(
        """CREATE TABLE main.truth AS
        SELECT 'penalty' AS feed, record_id, truth_person AS subject FROM made_penalty"""
    )
    for at, (feed, columns) in enumerate(CRIMINAL.items()):
        named = [column.strip() for column in columns.split(",")]
        made = ("record_id", "name", "x_id_kept(id_no)", "facts", "day")
        listed = ", ".join(f"{value} AS {column}" for value, column in zip(made, named, strict=True))
        # Twenty in thirty are police cases, six prosecutions, four judgments.
        share = ("serial % 15 < 10", "serial % 15 BETWEEN 10 AND 12", "serial % 15 > 12")[at]
        con.execute(
            f"""CREATE OR REPLACE TEMP VIEW made AS
            SELECT '{feed[0]}' || serial AS record_id, * FROM made_suspect WHERE {share}"""
        )
        con.execute(f"INSERT INTO pool.{feed} BY NAME SELECT record_id, {listed}, {since} FROM made")
        con.execute(f"INSERT INTO main.truth SELECT '{feed}', record_id, truth_person FROM made")
