"""What analysts' verdicts make of the parties: one is split, two become one.

The latest word on a pair of records counts. "Different" always holds: if both records were one party, the
party is split, its other records go with that side with which they share more. "Same" is followed from the
newest to the oldest, unless it would bring together two of whom it was said that they are different; then it
holds for its two records alone. So A = B, B = C and A ≠ C leave A by itself if B = C is the newer word, C if
A = B is.

Verdicts are few and what one does depends on those before it, so they are followed one by one; records, of
which there are many, are assigned in SQL.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse import tables

_SQL = Path(__file__).parent / "sql"
_SAME, _DIFFERENT = "same", "different"
_CARRIED = "coalesce(person_id, party_id)"
_READ = """SELECT judgement_id, verdict, a_paper, b_paper, a_party, b_party, a_id, b_id
FROM party_verdict ORDER BY place"""
_PART = "CREATE OR REPLACE TEMP TABLE party_part (paper VARCHAR, party VARCHAR, part INTEGER, first VARCHAR)"
# The party of each record as records and register say, then as verdicts do.
SETTLED = """SELECT s.* REPLACE (
    coalesce(v.party_id, s.party_id) AS party_id, coalesce(v.person_id, s.person_id) AS person_id)
FROM party.settled AS s LEFT JOIN party_split AS v USING (feed, record_id)"""
SPLIT = """CREATE OR REPLACE TEMP TABLE party_split (
    feed VARCHAR, record_id VARCHAR, party_id VARCHAR, person_id VARCHAR)"""
_APART = "CREATE OR REPLACE TEMP TABLE party_apart AS\n{split}"
_ANEW = "DELETE FROM party_split WHERE (feed, record_id) IN (SELECT (feed, record_id) FROM party_apart)"
_MERGED = "CREATE OR REPLACE TEMP TABLE party_merged (party VARCHAR, merged VARCHAR)"


@dataclass(frozen=True)
class _Verdict:
    """The latest word on two records, with the party that each has now."""

    judgement_id: str
    verdict: str
    papers: tuple[str, str]
    parties: tuple[str, str]  # the person behind the record, else the body
    ids: tuple[str, str]  # the party's own id: the body's, where it is one


class _Groups:
    """What belongs together, and what must not."""

    def __init__(self, apart: Iterable[tuple[str, str]]) -> None:
        self._first: dict[str, str] = {}
        self._apart = tuple(apart)

    def of(self, member: str) -> str:
        """Return the first of those with whom ``member`` is."""
        while (found := self._first.get(member, member)) != member:
            member = found
        return member

    def are_apart(self, one: str, other: str) -> bool:
        """Say whether somebody of one group is apart from somebody of the other."""
        wanted = {self.of(one), self.of(other)}
        return any({self.of(a), self.of(b)} == wanted for a, b in self._apart)

    def join(self, one: str, other: str) -> None:
        """Put both together, unless they are apart."""
        first, second = sorted((self.of(one), self.of(other)))
        if first != second and not self.are_apart(first, second):
            self._first[second] = first


def apply(con: duckdb.DuckDBPyConnection) -> None:
    """Say in ``party_split`` and ``party_merged`` who is two and who is one, both by ``party.judgement``.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        The pool's connection; the tables of mentions and bodies stand, and view ``party_settled`` over
        table ``party_split``.
    """
    con.execute(_MERGED)
    # Persons first (or bodies behind which nobody is known), then bodies that stayed one.
    for at, party in enumerate((_CARRIED, "party_id")):
        found = _verdicts(con)
        split = [each.parties if at == 0 else each.ids for each in found]
        parts = _parts(
            [each for each, (one, other) in zip(found, split, strict=True) if one == other],
            {each.judgement_id: one for each, (one, _) in zip(found, split, strict=True)},
        )
        if parts:
            con.execute(_PART)
            tables.fill(con, "party_part", parts)
            con.execute(_APART.format(split=_read("split").replace("{party}", party)))
            con.execute(_ANEW)
            con.execute("INSERT INTO party_split FROM party_apart")
    merged = _merged(_verdicts(con))
    tables.fill(con, "party_merged", merged)


def _read(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _verdicts(con: duckdb.DuckDBPyConnection) -> list[_Verdict]:
    con.execute(f"CREATE OR REPLACE TEMP TABLE party_verdict AS\n{_read('verdict')}")
    rows = con.execute(_READ).fetchall()
    return [_Verdict(row[0], row[1], (row[2], row[3]), (row[4], row[5]), (row[6], row[7])) for row in rows]


def _parts(inside: Sequence[_Verdict], party: Mapping[str, str]) -> list[tuple[str, str, int, str]]:
    """Return paper, party, part and its first paper, of parties in which two were found different."""
    of_party: dict[str, list[_Verdict]] = defaultdict(list)
    for each in inside:
        of_party[party[each.judgement_id]].append(each)
    found = []
    for name, verdicts in sorted(of_party.items()):
        apart = [each.papers for each in verdicts if each.verdict == _DIFFERENT]
        groups = _Groups(apart)
        for each in verdicts:
            if each.verdict == _SAME:
                groups.join(*each.papers)
        papers = sorted({paper for each in verdicts for paper in each.papers})
        parted = {groups.of(paper) for pair in apart for paper in pair}
        members = [(groups.of(paper), paper) for paper in papers if groups.of(paper) in parted]
        placed = _placed(sorted(parted), groups)
        first = {part: min(group for group in placed if placed[group] == part) for part in placed.values()}
        found += [(paper, name, placed[group], first[placed[group]]) for group, paper in members]
    return found


def _placed(groups: Sequence[str], of: _Groups) -> dict[str, int]:
    """Give each group the first part in which nobody is apart from it."""
    placed: dict[str, int] = {}
    for group in groups:
        taken = {part for other, part in placed.items() if of.are_apart(group, other)}
        placed[group] = next(part for part in range(len(groups)) if part not in taken)
    return placed


def _merged(verdicts: Sequence[_Verdict]) -> list[tuple[str, str]]:
    """Return each party that became one with others, and the first of them."""
    groups = _Groups(each.parties for each in verdicts if each.verdict == _DIFFERENT)
    for each in verdicts:
        if each.verdict == _SAME:
            groups.join(*each.parties)
    parties = sorted({party for each in verdicts if each.verdict == _SAME for party in each.parties})
    together: dict[str, list[str]] = defaultdict(list)
    for party in parties:
        together[groups.of(party)].append(party)
    return [(party, first) for first, members in together.items() if len(members) > 1 for party in members]
