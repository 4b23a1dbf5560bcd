"""How well the intake knows the headings of exports that it has never seen."""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from warehouse.contract import Feed, load_feeds
from warehouse.errors import FileRefused
from warehouse.intake.headers import match_headers
from warehouse.intake.recognise import recognise
from warehouse.yaml_text import parse as parse_yaml

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "headings"
EXPORTS = FOLDER / "exports.yaml"  # written from knowledge of the systems
FOUND = FOLDER / "found.yaml"  # read off public systems and published lists
# A name that says nothing: the feed is then told by the headings alone.
_NAMELESS = "1.xlsx"


@dataclass(frozen=True)
class Export:
    """One header row with what each heading means; None is a column that the feed does not have."""

    agency: str
    feed: str
    headers: dict[str, str | None]
    file: str = ""
    sheet: str = ""
    frozen: bool = False


@dataclass
class Half:
    """What agrees and what does not, in the open or in the frozen half."""

    counts: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def enter(self, what: str, error: str = "") -> None:
        """Count one thing, and name it if it is an error."""
        self.counts[what] += 1
        if error:
            self.errors.append(f"{what}: {error}")


def load_exports(path: Path = EXPORTS) -> list[Export]:
    """Read the corpus.

    Raises
    ------
    ValueError
        If an entry names a feed or a column that does not exist.
    """
    exports: list[Export] = []
    feeds = load_feeds()
    raw: list[dict[str, Any]] = parse_yaml(path.read_text("utf-8"))
    for entry in raw:
        export = Export(**entry)
        wanted = {column for column in export.headers.values() if column is not None}
        if export.feed not in feeds or not wanted <= set(feeds[export.feed].names):
            raise ValueError(f"{path.name}: {export.agency}: feed {export.feed} or a column of it is unknown")
        exports.append(export)
    return exports


def judge(export: Export, feeds: Mapping[str, Feed], half: Half) -> None:
    """Enter what becomes of the headings of one export, under its name and under none."""
    feed, headings = feeds[export.feed], list(export.headers)
    where = f"{export.feed} {export.agency}"
    match = match_headers(feed, headings)
    named = match.columns | {second: column for column, _, second in match.clashes}
    for position, heading in enumerate(headings):
        wanted, read = export.headers[heading], named.get(position)
        if wanted is None:
            half.enter(
                "aside" if read is None else "claimed", "" if read is None else f"{where} {heading}: {read}"
            )
        elif read == wanted:
            half.enter("right")
        else:
            half.enter("missed" if read is None else "wrong", f"{where} {heading}: {wanted}, read {read}")
    half.enter("entries")
    if match.clashes:
        pairs = "; ".join(f"{headings[first]} = {headings[second]}" for _, first, second in match.clashes)
        half.enter("clash", f"{where} {pairs}")
    _judge_feed(export, feeds, half, "by headings", _NAMELESS, "")
    if export.file:
        _judge_feed(export, feeds, half, "by name", export.file, export.sheet)


def _judge_feed(
    export: Export, feeds: Mapping[str, Feed], half: Half, how: str, file: str, sheet: str
) -> None:
    half.counts[how] += 1
    try:
        read = recognise(file, sheet, list(export.headers), feeds)
    except FileRefused as refused:
        half.enter(f"refused {how}", f"{export.feed} {export.agency} {file}: {refused.found}")
        return
    if read != export.feed:
        half.enter(f"wrong {how}", f"{export.feed} {export.agency} {file}: {read}")


def measure(exports: Iterable[Export]) -> dict[str, Half]:
    """Return the figures of both halves."""
    halves = {"open": Half(), "frozen": Half()}
    feeds = load_feeds()
    for export in exports:
        judge(export, feeds, halves["frozen" if export.frozen else "open"])
    return halves


def _figures(half: Half) -> str:
    of = half.counts
    columns, others = of["right"] + of["wrong"] + of["missed"], of["aside"] + of["claimed"]
    told = (
        f"{how} {of[how] - of[f'wrong {how}'] - of[f'refused {how}']}/{of[how]}"
        f" (wrong {of[f'wrong {how}']}, refused {of[f'refused {how}']})"
        for how in ("by headings", "by name")
    )
    return (
        f"{of['entries']} header rows: named rightly {of['right']}/{columns}, wrongly {of['wrong']}, "
        f"missed {of['missed']}; no column of the feed {others}, claimed {of['claimed']}; "
        f"refused for a clash {of['clash']}; feed {', '.join(told)}"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures of both halves, and on request what differs in the open one."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--errors", action="store_true", help="name what differs in the open half")
    chosen = parser.parse_args(argv)
    for corpus in (EXPORTS, FOUND):
        halves = measure(load_exports(corpus))
        for name, half in halves.items():
            print(f"{corpus.stem} {name}: {_figures(half)}")
        for line in halves["open"].errors if chosen.errors else ():
            print("  differs:", line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
