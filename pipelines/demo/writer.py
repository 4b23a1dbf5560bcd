"""Making a whole district."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from pipelines.demo import (
    background,
    plant_after,
    plant_doubtful,
    plant_f01,
    plant_forward,
    plant_identity,
    plant_reverse,
)
from pipelines.demo.cells import Cells
from pipelines.demo.delivery import Delivery
from pipelines.demo.dice import Dice, plus
from pipelines.demo.district import District
from pipelines.demo.identity_dirt import IdentityDirt
from pipelines.demo.people import Population
from pipelines.demo.truth import Truth, write_truth

Dirt = Literal["clean", "standard", "dirty"]
YEARS = 5
FEWEST = 300
# A statistic needs cases enough to hold an agency's habit beside everything else.
WITH_HABITS = 2000
WORDS = {"clean": 0.02, "standard": 0.06, "dirty": 0.16}
FORWARD: tuple[Callable[[District, bool], None], ...] = (
    plant_forward.late_transfer,
    plant_forward.idle_police,
    plant_forward.refusal,
    plant_forward.stalled_supervision,
    plant_forward.split,
    plant_forward.repeated,
    plant_forward.supplier,
    plant_forward.fined_first,
    plant_doubtful.incomplete,
    plant_doubtful.dropped,
    plant_doubtful.stalled,
    plant_doubtful.co_offender,
    plant_doubtful.downgraded,
    plant_doubtful.suspicion,
)
REVERSE: tuple[Callable[[District, bool], None], ...] = (
    plant_reverse.late_handover,
    plant_reverse.late_review,
    plant_reverse.no_consequence,
    plant_reverse.no_answer,
    plant_reverse.empty_answer,
    plant_after.unreturned,
    plant_after.no_ban,
    plant_after.limitation,
    plant_after.double_burden,
    plant_after.open_loop,
    plant_after.odd_order,
)


def _share(cases: int, per_20000: int) -> int:
    """Return how many of something a district of that size has; at least one."""
    return max(1, round(cases * per_20000 / 20_000))


def _populate(district: District, identity: Dice, cases: int, *, null: bool, reverse: int) -> None:
    """Fill the district: the planted first, then what was handled well, then the bulk."""
    if not null:
        plant_f01.plant(district, max(12, _share(cases, 120)))
    plant_f01.twins(district, _share(cases, 8))
    for planted in (*FORWARD, *REVERSE):
        times = reverse if planted in REVERSE else 1
        for _ in range(0 if null else times * _share(cases, 14)):
            planted(district, True)
        for _ in range(times * _share(cases, 10)):
            planted(district, False)
    if cases >= WITH_HABITS:
        for is_planted in (False,) if null else (True, False):
            plant_doubtful.bunching(district, is_planted)
    for _ in range(_share(cases, 6)):
        plant_forward.moved_jurisdiction(district)
    with district.telling("handled"):
        for _ in range(_share(cases, 560)):
            background.transferred(district)
        for _ in range(_share(cases, 90)):
            background.declined(district)
        for _ in range(_share(cases, 200)):
            background.own_cases(district)
    for story, per_20000 in plant_identity.STORIES:
        with district.telling(story.__name__, identity):
            for _ in range(_share(cases, per_20000)):
                story(district)
    for _ in range(_share(cases, 500)):
        background.open_cases(district)
    done = len(district.feeds["penalty"])
    for _ in range(int(max(0, cases - done) * 0.11)):
        background.below(district)
    while len(district.feeds["penalty"]) < cases:
        background.ordinary(district)


def write_district(
    out: Path,
    *,
    until: dt.date,
    cases: int = 20_000,
    seed: int = 1,
    dirt: Dirt = "standard",
    null: bool = False,
    reverse: int = 1,
) -> Truth:
    """Write a believable district's deliveries and, beside them, the truth about them.

    Parameters
    ----------
    out
        Folder for `inbox/` and `truth/`.
    until
        Last day of the district's time: no leading date is later.
    cases
        Number of penalty decisions, over five years.
    seed
        The same arguments give the same bytes.
    dirt
        How messy the deliveries are.
    null
        Plant no violation: whatever a rule flags is a false alarm.
    reverse
        How many times as many reverse cases as usual, planted and twins.

    Returns
    -------
    Truth
        What was written, and what a model should say of it.
    """
    if cases < FEWEST:
        raise ValueError(
            f"a district needs at least {FEWEST} cases to hold one of everything; asked for {cases}"
        )
    dice = Dice(seed, words=WORDS[dirt])
    start = plus(until, -365 * YEARS - 1)
    population = Population(
        dice, firms=max(700, int(cases * 0.8)), loners=max(80, int(cases * 0.12)), until=until
    )
    district = District(dice, population, start, until)
    _populate(district, Dice(seed, 2, words=WORDS[dirt]), cases, null=null, reverse=reverse)
    background.edges(district)
    district.complaints(_share(cases, 4000))
    district.inspections(_share(cases, 3000))
    district.registry()
    district.number_all()
    for item in district.expected:
        item.record["_expected"] = True
    for one, other, _ in district.pairs:
        one["_expected"] = other["_expected"] = True
    cells = Cells(Dice(seed, 1), dirt, IdentityDirt(Dice(seed, 3), dirt))
    sent = Delivery(district, cells, out / "inbox").run()
    return write_truth(district, sent, out, cases=cases, seed=seed, dirt=dirt, null=null)
