"""Which decisions f01 judges otherwise when only their typography changes.

Usage: python -m bench.typography [file, as a_open ...] [--ways wide wrapped ...] [--errors]

Every text of the open decisions (tests/data/decisions) is written anew in one way after the other: wide
figures, narrow marks, blanks around figures, filled lines, paragraphs, markup, sums in capitals and the like.
What a text says is the same each time, so each decision that is judged otherwise is a fault.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from tests.decision_cases import Case, difference, judge, read_cases

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "decisions"
_COLUMN = 38  # signs of a filled line
_WIDE = {ord(figure): ord(figure) + 0xFEE0 for figure in "0123456789"}
_NARROW = str.maketrans("，；：（）", ",;:()")
_YUAN = re.compile(r"(?<![\d.,，])(\d+)元")
_LARGE = re.compile(r"(?<![\d.,，〔年第])(\d{4,})(?=(?:\.\d+)?元)")
_FIGURE = re.compile(r"(?<=[一-鿿，。；：、（“])(\d[\d,]*(?:\.\d+)?)(?=[一-鿿，。；：、）])")
_NEXT = re.compile("。(?=.)")
_PLACES = ("", "拾", "佰", "仟")
_GROUPS = ((10**8, "亿"), (10**4, "万"), (1, ""))


def capital(number: int) -> str:
    """Write a whole number in capitals: 10250 is 壹万零贰佰伍拾."""
    written = ""
    for size, group in _GROUPS:
        part = number // size % 10**4
        if part == 0:
            continue
        digits = f"{part:04d}" if written else str(part)
        said = "".join(
            "零" if digit == "0" else "零壹贰叁肆伍陆柒捌玖"[int(digit)] + _PLACES[len(digits) - 1 - place]
            for place, digit in enumerate(digits)
        )
        written += re.sub("零+", "零", said).rstrip("零") + group
    return written or "零"


def wrapped(text: str) -> str:
    """Fill the lines of a text."""
    return "\n".join(text[at : at + _COLUMN] for at in range(0, len(text), _COLUMN))


WAYS: dict[str, Callable[[str], str]] = {
    "wide": lambda text: text.translate(_WIDE),
    "narrow": lambda text: text.translate(_NARROW),
    "blanks": lambda text: _FIGURE.sub(r" \1 ", text),
    "wrapped": wrapped,
    "paragraphs": lambda text: _NEXT.sub("。\n　　", text),
    "markup": lambda text: f"<p>{_NEXT.sub('。</p><p>&nbsp;&nbsp;', text)}</p>",
    "thousands": lambda text: _LARGE.sub(lambda found: f"{int(found[1]):,}", text),
    "thousands_wide": lambda text: _LARGE.sub(lambda found: f"{int(found[1]):,}".replace(",", "，"), text),
    "decimals": lambda text: _YUAN.sub(r"\1.00元", text),
    "capitals": lambda text: _YUAN.sub(lambda found: f"{capital(int(found[1]))}元整", text),
}


def written(case: Case, way: str) -> Case:
    """Return the decision with its texts written in one of the ways."""
    texts = {name: WAYS[way](case.row[name]) for name in ("facts", "penalty_text") if case.row.get(name)}
    return replace(case, row={**case.row, **texts})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", help="names of files without .yaml; all open ones if none")
    parser.add_argument("--ways", nargs="*", choices=WAYS, default=list(WAYS))
    parser.add_argument("--errors", action="store_true", help="also what is judged otherwise")
    given = parser.parse_args()
    paths = [
        path for path in sorted(FOLDER.glob("*_open.yaml")) if not given.files or path.stem in given.files
    ]
    cases = read_cases(paths)
    with tempfile.TemporaryDirectory() as folder:
        before = judge(Path(folder), cases)
    for way in given.ways:
        others = [written(case, way) for case in cases]
        with tempfile.TemporaryDirectory() as folder:
            after = judge(Path(folder), others)
        changed = sum(
            case.row["facts"] != other.row["facts"] for case, other in zip(cases, others, strict=True)
        )
        wrong = [
            difference(other, after[no]) or f"{no}: was wrong, now as the law does"
            for case, other in zip(cases, others, strict=True)
            for no in [case.row["decision_no"]]
            if (difference(case, before[no]) is None) != (difference(other, after[no]) is None)
        ]
        print(f"{way}: {changed} of {len(cases)} texts written anew, {len(wrong)} judged otherwise")
        if given.errors:
            print("\n".join(wrong))


if __name__ == "__main__":
    main()
