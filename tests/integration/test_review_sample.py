"""Cases drawn for review: nothing that is listed already, the same all week, every penalty represented."""

from __future__ import annotations

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from models import findings
from models.registry import run_model
from pipelines.outputs import dispositions, frames
from pipelines.outputs.csv_list import write_csv
from tests.chain import CARDS, build_until_models
from tests.golden.test_models import deliver
from warehouse.contract import load_feeds
from warehouse.home import Home
from warehouse.intake.importer import import_paths

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

AT = datetime(2026, 6, 1, 8)
MODEL = "f01_penalty_instead_of_prosecution"
FACTS = "当事人明知是假冒“松塔”注册商标的白酒仍然销售。"
_FINE = {
    "violation": "销售侵犯注册商标专用权的商品",
    "basis": "《中华人民共和国商标法》第六十条第二款",
    "facts": FACTS,
    "party_type": "自然人",
    "decided_on": "2025-10-20",
    "act_ended_on": "2025-07-30",
}


def fines(body: str, word: str, sold: str, last: int) -> dict[str, object]:
    """So many penalties of one body, each on somebody else."""
    return _FINE | {
        "authority": body,
        "decision_no": f"{word}罚〔2025〕#号",
        "party_name": f"{word}某#",
        "sales_amount_cny": sold,
        "numbers": [1, last],
    }


RECORDS = {
    "penalty": [
        fines("云桥区市场监督管理局", "甲", "1000", 40),
        fines("青浦河区市场监督管理局", "乙", "1000", 3),
        fines("云桥区知识产权局", "丙", "80000", 2),
    ]
}


def run(home: Home, as_of: date) -> None:
    with home.pool.write() as con:
        build_until_models(con, as_of=as_of, covered=["transfer", "police_case", "prosecution", "judgment"])
        cards = [card for card in CARDS() if card.id == MODEL]
        run_model(con, cards[0])
        findings.update(
            con, cards, load_feeds(), run_id=as_of.isoformat(), at=AT, verdicts=home.verdicts.read()
        )


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("review")
    home = Home.open(folder / "home")
    import_paths(home.pool, deliver(folder, RECORDS), source="golden", now=AT)
    run(home, date(2026, 6, 1))
    return home


def drawn(home: Home) -> list[tuple[str, str, str]]:
    with home.pool.read() as con:
        frame = frames.review_sample(con)
    return [(row["finding_id"], row["sample"], row["subject_no"]) for row in frame.iter_rows(named=True)]


def test_random_cases_are_not_on_the_list_and_stand_for_all_that_are_not(home: Home) -> None:
    with home.pool.read() as con:
        flagged = {no for (no,) in con.execute("SELECT subject_no FROM finding.finding").fetchall()}
        ((weight,),) = con.execute(
            "SELECT sum(weight) FROM finding.review_sample WHERE sample = 'random'"
        ).fetchall()
    random = [no for _, sample, no in drawn(home) if sample == "random"]
    assert flagged == {"丙罚〔2025〕1号", "丙罚〔2025〕2号"}
    assert len(random) == 20 and not flagged & set(random)
    # The small body is drawn as a whole before the large one fills the rest.
    assert sum(no.startswith("乙") for no in random) == 3
    assert weight == pytest.approx(43)
    assert {no for _, sample, no in drawn(home) if sample == "uncertain"} == flagged


def test_the_draw_is_the_same_all_week_and_another_the_week_after(home: Home) -> None:
    first = drawn(home)
    run(home, date(2026, 6, 5))
    assert drawn(home) == first
    run(home, date(2026, 6, 8))
    assert {no for _, sample, no in drawn(home) if sample == "random"} != {
        no for _, sample, no in first if sample == "random"
    }


def test_a_form_given_out_before_a_run_is_taken_after_it(home: Home, tmp_path: Path) -> None:
    with home.pool.read() as con:
        write_csv(frames.review_sample(con), tmp_path / "review_sample.csv")
    with (tmp_path / "review_sample.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    chosen = next(row for row in rows if row["sample"] == "random")
    chosen |= {"verdict": "查实", "verdict_note": "漏列"}
    with (tmp_path / "filled.csv").open("w", encoding="utf-8-sig", newline="") as file:
        form = csv.DictWriter(file, rows[0])
        form.writeheader()
        form.writerows(rows)
    run(home, date(2026, 6, 15))
    proposals = dispositions.read_form(tmp_path / "filled.csv")
    with home.pool.read() as con:
        changes = dispositions.check(con, proposals, tmp_path / "filled.csv")
    assert dispositions.register(home, changes, who="承办人甲", at=AT) == 1
    with home.pool.read() as con:
        ((model, share),) = con.execute("SELECT model, share FROM finding.confirmed_share").fetchall()
    # Counted by itself: what was missed says nothing about what was listed.
    assert (model, share) == ("review_sample", 1.0)
