"""The courses of a case as data: states, what proves them, what may follow, which clock runs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from pydantic import Field, model_validator

from models.rulebook.clocks import load_clocks
from models.rulebook.grammar import Closed
from warehouse.contract import Feed, load_feeds
from warehouse.errors import RulebookError
from warehouse.yaml_text import read_rules

_HERE = Path(__file__).parent
_REFERENCES = "references.yaml"
_DATED = ("date", "timestamp")


class Proof(Closed):
    """The date in a record that shows that a state was reached.

    Parameters
    ----------
    feed, column : str
        The feed and its date.
    when : mapping of str to tuple of str
        Values other columns must have.
    implied_by : str, optional
        A column that, filled, says that the state was reached though its date is missing. Without it the
        conditions of `when` say so where they are more than the kind of the record.
    """

    feed: str
    column: str
    when: Mapping[str, tuple[str, ...]] = {}
    implied_by: str | None = None


class Running(Closed):
    """A deadline that runs from another state to this one."""

    id: str
    since: str


class State(Closed):
    """One state of a course."""

    zh: str = Field(min_length=1)
    actor: str = Field(min_length=1)
    proofs: tuple[Proof, ...]
    unrecorded: str | None = None
    clock: Running | None = None
    then: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _proved_or_explained(self) -> State:
        if bool(self.proofs) == bool(self.unrecorded):
            raise ValueError("a state has proofs, or says why no record proves it")
        return self


class Reference(Closed):
    """A column that holds the number of another record."""

    feed: str
    column: str
    to: str
    key: str
    same: tuple[str, str] | None = None


class _Course(Closed):
    id: str
    zh: str
    states: dict[str, State]


class _References(Closed):
    references: tuple[Reference, ...]


@dataclass(frozen=True)
class Machine:
    """All courses together: a state has one name in all of them.

    Parameters
    ----------
    states : mapping of str to State
        By name, in the order of the files.
    flow_of : mapping of str to str
        The course each state belongs to.
    titles : mapping of str to str
        The Chinese name of each course.
    references : tuple of Reference
        How records name one another.
    """

    states: Mapping[str, State]
    flow_of: Mapping[str, str]
    titles: Mapping[str, str]
    references: tuple[Reference, ...]

    def never_before(self) -> list[tuple[str, str]]:
        """Return every pair (earlier, later) of states whose dates cannot lie the other way round."""
        reached: dict[str, set[str]] = {}
        for name in self._last_first():
            direct = set(self.states[name].then)
            reached[name] = direct.union(*(reached[after] for after in direct))
        return [(name, later) for name in self.states for later in sorted(reached[name])]

    def _last_first(self) -> Iterable[str]:
        return TopologicalSorter({name: state.then for name, state in self.states.items()}).static_order()


def load_machine(folder: Path | None = None) -> Machine:
    """Read and check every course of a folder (default: those that ship with the project).

    Raises
    ------
    RulebookError
        Naming file and key: an unknown feed, column, value, clock or state, or an order in a circle.
    """
    root = folder or _HERE
    states: dict[str, State] = {}
    flow_of: dict[str, str] = {}
    titles: dict[str, str] = {}
    feeds, clocks = load_feeds(), load_clocks()
    for path in sorted(root.glob("*.yaml")):
        if path.name == _REFERENCES:
            continue
        course = read_rules(path, _Course, "course of a case is wrong")
        titles[course.id] = course.zh
        for name, state in course.states.items():
            if name in states:
                raise _wrong(path, name, "state named twice", name, "one name, one state")
            states[name], flow_of[name] = state, course.id
            for proof in state.proofs:
                _check_proof(path, name, proof, feeds)
            if state.clock is not None and state.clock.id not in clocks:
                raise _wrong(path, f"{name}.clock", "unknown clock", state.clock.id, ", ".join(clocks))
    named = root / _REFERENCES
    references = read_rules(named, _References, "course of a case is wrong").references
    for reference in references:
        _check_reference(named, reference, feeds)
    machine = Machine(states, flow_of, titles, references)
    _check_states(root, machine)
    return machine


def _wrong(path: Path, key: str, what: str, found: str, expected: str) -> RulebookError:
    return RulebookError(
        what, where=f"{path.name}: {key}", found=found, expected=expected, action="correct the YAML"
    )


def _check_proof(path: Path, name: str, proof: Proof, feeds: Mapping[str, Feed]) -> None:
    feed = _known_feed(path, name, proof.feed, feeds)
    for column in (proof.column, *proof.when, *filter(None, [proof.implied_by])):
        _known_column(path, name, feed, column)
    if feed.by_name[proof.column].type not in _DATED:
        raise _wrong(path, name, "proof is no date", proof.column, "a date or timestamp")
    for column, values in proof.when.items():
        allowed = feed.by_name[column].values
        if unknown := set(values) - set(allowed):
            raise _wrong(path, f"{name}.{column}", "unknown value", ", ".join(unknown), ", ".join(allowed))


def _check_reference(path: Path, reference: Reference, feeds: Mapping[str, Feed]) -> None:
    where = f"{reference.feed}.{reference.column}"
    own, other = reference.same or (reference.column, reference.key)
    for name, columns in ((reference.feed, (reference.column, own)), (reference.to, (reference.key, other))):
        feed = _known_feed(path, where, name, feeds)
        for column in columns:
            _known_column(path, where, feed, column)


def _known_feed(path: Path, key: str, name: str, feeds: Mapping[str, Feed]) -> Feed:
    if name not in feeds:
        raise _wrong(path, key, "unknown feed", name, ", ".join(feeds))
    return feeds[name]


def _known_column(path: Path, key: str, feed: Feed, column: str) -> None:
    if column not in feed.by_name:
        raise _wrong(path, key, "unknown column", f"{feed.name}.{column}", ", ".join(feed.by_name))


def _check_states(root: Path, machine: Machine) -> None:
    for name, state in machine.states.items():
        path = root / f"{machine.flow_of[name]}.yaml"
        since = (state.clock.since,) if state.clock else ()
        if unknown := {*state.then, *state.also, *since} - machine.states.keys():
            raise _wrong(path, name, "unknown state", ", ".join(sorted(unknown)), ", ".join(machine.states))
    try:
        machine.never_before()
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise _wrong(
            root, "then", "order runs in a circle", circle, "`also` where dates may lie either way"
        ) from error
