"""No legal line, deadline or article in code: they stand in YAML, dated and with their source."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.law_in_code import law_in, lines_of_law

TOP = Path(__file__).resolve().parents[2]
LINES = lines_of_law(TOP / "models" / "rulebook" / "offences")
PACKAGES = ("warehouse", "models", "checks", "pipelines")
# The demo shares no code with the detector, so it states the law it plants for a second time.
APART = ("pipelines/demo/",)

# What looks like law and is none: file, what stands there, why.
NO_LAW = {
    ("warehouse/intake/table.py", "50000"): "rows per batch",
    ("pipelines/outputs/whynot.py", "100000"): "rows looked through",
}


def found_in_code() -> list[tuple[str, str]]:
    files = [
        path
        for name in PACKAGES
        for path in sorted((TOP / name).rglob("*"))
        if path.suffix in (".py", ".sql")
    ]
    names = [(path, path.relative_to(TOP).as_posix()) for path in files]
    return [
        (name, found) for path, name in names if not name.startswith(APART) for found in law_in(path, LINES)
    ]


def test_no_law_in_code() -> None:
    assert [place for place in found_in_code() if place not in NO_LAW] == []


def test_no_exception_outlives_its_reason() -> None:
    assert sorted(NO_LAW.keys() - set(found_in_code())) == []


def test_the_lines_come_from_the_rulebook() -> None:
    assert {50_000.0, 150_000.0, 250_000.0, 5_000_000.0} <= LINES
    assert not LINES & {10_000.0, 3.0, 10.0}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", "LINE = 50000\n"),
        ("a.py", "LINE = 50_000.0\n"),
        ("a.py", "x = Decimal('150000')\n"),
        ("a.py", "if amount >= 250_000 and sold:\n    pass\n"),
        ("a.py", 'q = "SELECT 1 WHERE sales >= 500000"\n'),
        ("a.py", 'basis = f"刑法第二百一十四条{x}"\n'),
        ("a.py", "basis = '第27条'\n"),
        ("a.py", "source = '法释〔2025〕5号'\n"),
        ("a.sql", "SELECT * FROM fact.measure WHERE sales_cny_lo >= 30000\n"),
        ("a.sql", "SELECT decided_on + INTERVAL 3 DAY AS due_on\n"),
        ("a.sql", "SELECT decided_on + to_days(3) AS due_on\n"),
        ("a.sql", "/*card\nid: a\n*/\nSELECT '公通字〔2010〕23号' AS basis\n"),
    ],
)
def test_planted_law_is_found(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert len(law_in(path, LINES)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.py", '"""The line of 第214条 is 50000."""\n# since 2025: 50000\nx = 1\n'),
        ("a.py", "def f() -> int:\n    '''50000'''\n    return 10_000\n"),
        ("a.py", "name = 'batch50000'\nversion = '1.50000'\n"),
        (
            "a.sql",
            "/*card\nlegal_basis: [{law: 行政处罚法, article: 第27条}]\n*/\n-- 50000 in 第214条\nSELECT 1\n",
        ),
        ("a.sql", "SELECT decided_on + to_days(c.amount) AS due_on\n"),
    ],
)
def test_what_is_no_law_in_code_passes(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert law_in(path, LINES) == []
