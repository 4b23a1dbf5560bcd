"""The synthetic district: the same bytes every time, valid identifiers, a truth that the files bear out."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import io
import json
import re
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from openpyxl import load_workbook

from pipelines.demo import Truth, write_district
from pipelines.demo.amounts import chinese, wan_text

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

UNTIL = dt.date(2026, 11, 22)
CASES = 400
NUMBER_HEADS = {
    "penalty": {"CF_WSH", "处罚决定书文号", "行政处罚决定书文号", "decision_no"},
    "admin_case": {"案件编号"},
    "transfer": {"移送书文号"},
    "police_case": {"立案决定书文号"},
    "prosecution": {"部门受案号"},
    "procuratorial_document": {"文书号"},
    "judgment": {"court_case_no"},
}
LEADING = {
    "penalty": {"CF_JDRQ", "处罚决定日期", "decided_on"},
    "admin_case": {"立案日期"},
    "transfer": {"移送日期", "提请移送日期"},
    "police_case": {"立案日期"},
    "prosecution": {"受理日期"},
    "procuratorial_document": {"制发日期"},
    "judgment": {"judged_on"},
    "inspection": {"报告日期"},
    "complaint": {"受理日期"},
}
Row = dict[str, Any]


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Truth]:
    out = tmp_path_factory.mktemp("district")
    return out, write_district(out, cases=CASES, seed=7, dirt="standard", until=UNTIL)


@pytest.fixture(scope="module")
def delivered(district: tuple[Path, Truth]) -> dict[str, list[Row]]:
    """Return every delivered row by feed, read by this test's own means."""
    out, truth = district
    rows: dict[str, list[Row]] = defaultdict(list)
    for note in truth.files:
        found = read(out / note.path)
        assert len(found) == note.rows, note.path
        rows[note.feed].extend(found)
    return rows


def read(path: Path) -> list[Row]:
    if path.suffix in (".csv", ".tsv"):
        raw = path.read_bytes()
        for encoding in ("utf-8-sig", "utf-16", "gb18030"):
            try:
                text = raw.decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\x00" not in text:
                break
        head = text.split("\n", 1)[0]
        delimiter = max("\t;,", key=head.count)
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter))
    if path.suffix == ".json":
        return list(json.loads(path.read_text("utf-8")))
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".parquet":
        return pl.read_parquet(path).to_dicts()
    lines = list(load_workbook(path).active.iter_rows(values_only=True))
    while sum(cell is not None for cell in lines[0]) < 3:
        lines.pop(0)
    return [dict(zip(lines[0], line, strict=True)) for line in lines[1:] if line[0] != "合计"]


def plain(number: object) -> str:
    text = unicodedata.normalize("NFKC", str(number))
    return re.sub(r"[〔〕\[\]【】()（）\s]", "|", text).replace("||", "|").removesuffix("号").strip("|")


def table(out: Path, name: str) -> list[dict[str, str]]:
    with (out / "truth" / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def values(rows: list[Row], heads: set[str]) -> list[Any]:
    return [row[head] for row in rows for head in heads if row.get(head) not in (None, "")]


def as_day(value: Any) -> dt.date | None:
    """Read a date cell in any of the forms the agencies use."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, (int, float)):
        return dt.date(1899, 12, 30) + dt.timedelta(days=int(value))
    parts = re.findall(r"\d+", value or "")
    if parts and len(parts[0]) == 8:
        parts = [parts[0][:4], parts[0][4:6], parts[0][6:]]
    return dt.date(*map(int, parts[:3])) if parts else None


def test_same_arguments_give_the_same_bytes(district: tuple[Path, Truth], tmp_path: Path) -> None:
    out, _ = district
    write_district(tmp_path / "again", cases=CASES, seed=7, dirt="standard", until=UNTIL)
    write_district(tmp_path / "other", cases=CASES, seed=8, dirt="standard", until=UNTIL)
    assert digest(out) == digest(tmp_path / "again")
    assert digest(out) != digest(tmp_path / "other")


def test_every_feed_arrives_and_the_cases_are_as_many_as_asked(
    district: tuple[Path, Truth], delivered: dict[str, list[Row]]
) -> None:
    _, truth = district
    assert len(delivered) == 12
    assert truth.counts["penalty"] == CASES
    notes = [note for note in truth.files if note.feed == "penalty"]
    fresh = sum(note.rows - note.resent - note.corrected - note.unreadable for note in notes)
    assert fresh == CASES
    assert len({note.path.rsplit(".")[-1] for note in truth.files}) == 6


def test_no_leading_date_after_the_last_day(delivered: dict[str, list[Row]]) -> None:
    seen = 0
    for feed, heads in LEADING.items():
        for value in values(delivered[feed], heads):
            day = as_day(value)
            if day is None:
                assert value == "不详"
                continue
            seen += 1
            assert dt.date(2021, 11, 1) <= day <= UNTIL, (feed, value)
    assert seen > CASES


def test_criminal_feeds_span_the_whole_period(delivered: dict[str, list[Row]]) -> None:
    start = UNTIL - dt.timedelta(days=365 * 5 + 1)
    for feed, head in (("transfer", "移送日期"), ("police_case", "立案日期"), ("prosecution", "受理日期")):
        days = [day for row in delivered[feed] if (day := as_day(row[head]))]
        assert min(days) <= start, feed
        assert max(days) == UNTIL, feed


def test_check_digits_are_valid_but_for_a_few(delivered: dict[str, list[Row]]) -> None:
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

    def code_is_valid(code: str) -> bool:
        body, weights = code[8:16], (3, 7, 9, 10, 5, 8, 4, 2)
        inner = (11 - sum(int(c, 36) * w for c, w in zip(body, weights, strict=True)) % 11) % 11
        total = sum(alphabet.index(c) * pow(3, at, 31) for at, c in enumerate(code[:17]))
        return code[16] == "0123456789X"[inner] and (total + alphabet.index(code[17])) % 31 == 0

    def id_is_valid(number: str) -> bool:
        # The remainder of the weighted sum over all 18 digits is one (ISO 7064, MOD 11-2).
        digits = [10 if c == "X" else int(c) for c in number]
        return sum(digit * pow(2, 17 - at, 11) for at, digit in enumerate(digits)) % 11 == 1

    codes = [row["credit_code"] for row in delivered["entity"]]
    assert len(set(codes)) == len(codes)
    assert all(code_is_valid(code) for code in codes)
    owners = [row["legal_rep_id_no"] for row in delivered["entity"]]
    assert all(id_is_valid(number) for number in owners)
    cells = [str(value) for feed in delivered for row in delivered[feed] for value in row.values()]
    numbers = [cell for cell in cells if re.fullmatch(r"\d{17}[\dX]", cell) and cell.startswith("3199")]
    wrong = sum(not id_is_valid(number) for number in numbers)
    assert len(numbers) > 1000
    assert wrong < len(numbers) / 100


def test_every_subject_of_the_truth_is_in_the_files(
    district: tuple[Path, Truth], delivered: dict[str, list[Row]]
) -> None:
    out, _ = district
    known = {
        feed: {plain(value) for value in values(delivered[feed], heads)}
        for feed, heads in NUMBER_HEADS.items()
    }
    feed_of = {"f06": "penalty", "f10": "judgment", "f13": "police_case"}
    cases = table(out, "cases.csv")
    for case in cases:
        feed = feed_of.get(case["model"], case["subject_kind"])
        numbers = [case["subject_no"], *filter(None, case["related_nos"].split(";"))]
        pool = known[feed] | (known["admin_case"] if case["model"] in ("f10", "f13") else set())
        assert {plain(number) for number in numbers} <= pool, case
    for link in table(out, "links.csv"):
        assert plain(link["no_a"]) in known[link["feed_a"]], link
        assert plain(link["no_b"]) in known[link["feed_b"]], link
    models = {case["model"] for case in cases if case["kind"] == "planted"}
    assert models == {
        "f01", "f02", "f03", "f04", "f05", "f06", "f08", "f09", "f10", "f11", "f12", "f13", "f14", "f15",
        "f16", "i05", "r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r10",
    }  # fmt: skip
    assert {case["expected"] for case in cases} == {"flagged", "excluded", "insufficient", "clear"}


def test_planted_penalties_are_above_the_line_and_twins_below_are_not(district: tuple[Path, Truth]) -> None:
    out, _ = district
    found: dict[str, dict[str, float]] = defaultdict(dict)
    ended: dict[str, str] = {}
    for row in table(out, "amounts.csv"):
        if row["feed"] == "penalty":
            found[row["no"]][row["measure"]] = float(row["value"])
            ended[row["no"]] = row["act_ended_on"]

    def above(offence: str, a: dict[str, float], day: str) -> bool:
        sales, unsold, gain = a.get("sales_cny", 0), a.get("unsold_cny", 0), a.get("gain_cny", 0)
        business, labels = a.get("business_cny", 0), a.get("labels_count", 0)
        recent = day >= "2025-04-26"
        return {
            "140": sales >= 50_000 or 3 * sales + unsold >= 150_000,
            "140-tobacco": sales >= 50_000 or sales + unsold >= 150_000,
            "144": sales > 0,
            "213": business >= 50_000 or (business >= 30_000 and a.get("marks_count", 1) > 1),
            "214": sales >= 50_000 or sales + unsold >= 150_000 or (recent and gain >= 30_000),
            "215": labels >= (10_000 if recent else 20_000) or business >= (30_000 if recent else 50_000),
            "201": a.get("tax_evaded_cny", 0) >= 100_000 and a.get("tax_share", 0) >= 0.1,
            "205": a.get("invoice_tax_cny", 0) >= 100_000,
            "225-tobacco": business >= 50_000 or gain >= 20_000 or a.get("cigarettes_count", 0) >= 200_000,
            "338": a.get("hazardous_waste_t", 0) >= 3 or a.get("toxic_metal_times", 0) > 3,
            "336": a.get("is_medical_harm", 0) == 1,
            "223": a.get("project_cny", 0) >= 4_000_000 or gain >= 200_000,
        }[offence]

    planted: Counter[str] = Counter()
    cases = [case for case in table(out, "cases.csv") if case["model"] == "f01"]
    named = {case["subject_no"] for case in cases}
    offence_of = {row["no"]: row["offence"] for row in table(out, "amounts.csv")}
    others = [number for number in found if number not in named]
    assert len(others) > 10
    assert not [number for number in others if above(offence_of[number], found[number], ended[number])]
    for case in cases:
        number = case["subject_no"]
        if case["expected"] == "flagged":
            planted[case["offence"]] += 1
            assert above(case["offence"], found[number], ended[number]), case
        elif case["expected"] == "clear":
            assert not above(case["offence"], found[number], ended[number]), case
    assert len(planted) == 12


def test_nothing_criminal_is_on_record_about_a_planted_party(district: tuple[Path, Truth]) -> None:
    out, _ = district
    who = {(row["feed"], row["no"]): row["person_id"] for row in table(out, "parties.csv")}
    criminal = {
        person for (feed, _), person in who.items() if feed in ("transfer", "police_case", "judgment")
    }
    planted = [
        case
        for case in table(out, "cases.csv")
        if case["model"] == "f01"
        and case["kind"] == "planted"
        and case["reason"] != "other_conduct_prosecuted"
    ]
    assert len(planted) >= 10
    assert not {who["penalty", case["subject_no"]] for case in planted} & criminal
    transferred = [case for case in table(out, "cases.csv") if case["reason"].startswith("transferred_")]
    assert len(transferred) >= 3
    assert {who["penalty", case["subject_no"]] for case in transferred} <= criminal


def test_dirt_and_null(tmp_path: Path) -> None:
    clean = write_district(tmp_path / "clean", cases=CASES, seed=3, dirt="clean", until=UNTIL)
    assert not any(
        note.resent or note.corrected or note.unreadable for note in clean.files if note.feed == "penalty"
    )
    dirty = write_district(tmp_path / "dirty", cases=CASES, seed=3, dirt="dirty", until=UNTIL)
    assert sum(note.unreadable for note in dirty.files) > 0
    assert sum(note.resent for note in dirty.files) > 0
    assert clean.expected == dirty.expected
    null = write_district(tmp_path / "null", cases=CASES, seed=3, until=UNTIL, null=True)
    assert {row["kind"] for row in null.expected} == {"twin"}
    assert "flagged" not in {row["expected"] for row in null.expected}


def test_amounts_in_words() -> None:
    formal = {
        52_000: "伍万贰仟",
        100_050: "壹拾万零伍拾",
        20_305: "贰万零叁佰零伍",
        300_000_000: "叁亿",
        4_774: "肆仟柒佰柒拾肆",
    }
    assert {number: chinese(number, formal=True) for number in formal} == formal
    assert chinese(15_020, formal=False) == "一万五千零二十"
    assert chinese(0, formal=False) == "零"
    assert wan_text(52_000.0) == "5.2万元"


def test_too_small_a_district_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least"):
        write_district(tmp_path, cases=10, until=UNTIL)
