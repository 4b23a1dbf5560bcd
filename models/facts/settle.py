"""From the amounts of a text to one answer per role: totals, parts, repeats, sums, quantity times price."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from models.facts.cues import Table
from models.facts.draft import Draft

_NEVER = frozenset({"alleged", "other_party", "genuine", "statutory"})
_NAMED = 0.7  # confidence of an amount that is named, here or earlier in its sentence; below: an act only
_ROUNDING = Decimal("0.002")  # parts given in 万元 add up to a total but for rounding


def settle(drafts: list[Draft], table: Table) -> list[Draft]:
    """Give every role its answer (``is_measure``) and return the drafts with what was added up.

    Parameters
    ----------
    drafts : list of Draft
        In the order of the text.
    table : Table
        Says which roles are summed and which take the largest.
    """
    for draft in drafts:
        if draft.veto and draft.role != "statutory":
            draft.role = draft.veto
    _breakdown(drafts)
    by_role: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.role and draft.role not in _NEVER:
            by_role.setdefault(draft.role, []).append(draft)
    added: list[Draft] = []
    for role in table.settle.summed:
        if role in by_role:
            added += _settle_summed(by_role[role], table, role)
    for role in table.settle.largest:
        if role in by_role:
            max(by_role[role], key=lambda draft: (draft.lo, -draft.start)).is_measure = True
    added += _products(drafts, by_role)
    return sorted(
        [*drafts, *added], key=lambda draft: (draft.end, draft.kind in ("sum", "product"), draft.start)
    )


def _breakdown(drafts: Sequence[Draft]) -> None:
    """Take a total for all goods where its parts, sold and unsold, stand after it."""
    for at, whole in enumerate(drafts):
        if whole.role not in ("sold", "unsold") or whole.state is None or whole.lo == 0:
            continue
        later = [
            d for d in drafts[at + 1 : at + 7] if d.role in ("sold", "unsold") and d.part and d.kind != "nil"
        ]
        if {d.role for d in later} == {"sold", "unsold"} and _close(
            whole.lo, sum((d.lo for d in later), Decimal(0))
        ):
            whole.role = "goods"


def _close(left: Decimal, right: Decimal) -> bool:
    return abs(left - right) <= _ROUNDING * max(left, right)


def _settle_summed(drafts: list[Draft], table: Table, role: str) -> list[Draft]:
    thing = table.objects.get(role)
    factors = thing.units if thing else {}
    if role in table.settle.directions and any(draft.direction for draft in drafts):
        sides = [[d for d in drafts if (d.direction or "output") == side] for side in ("input", "output")]
        answers, added = [], []
        for side in sides:
            if side:
                answer, new = _one(side, factors, thing.base if thing else side[0].unit)
                answers.append(answer)
                added += new
        best = max(answers, key=lambda draft: draft.lo)
        best.is_measure = True
        return added
    answer, added = _one(
        drafts, factors, thing.base if thing else drafts[0].unit, acts=role in table.settle.acts
    )
    answer.is_measure = True
    return added


def _one(
    drafts: list[Draft], factors: dict[str, Decimal], base: str, *, acts: bool = False
) -> tuple[Draft, list[Draft]]:
    """Return the answer for one role, and the sum if one had to be made."""
    stated = [draft for draft in drafts if draft.kind != "nil"]
    if not stated or (all(draft.lo == 0 for draft in stated) and len(drafts) > len(stated)):
        return drafts[0], []
    size = {id(draft): draft.lo * factors.get(draft.unit, 1) for draft in stated}
    left = _without_repeats(_without_parts(stated, size), size)
    left = _without_addends(left, size)
    if len(left) > 1 and not acts:
        named = [draft for draft in left if draft.confidence >= _NAMED]
        if named and len(named) < len(left):
            greatest = max(size[id(draft)] for draft in named)
            left = _drop(left, [d for d in left if d.confidence < _NAMED and size[id(d)] <= greatest], "part")
            left = [draft for draft in left if draft.confidence >= _NAMED] or left
    if len(left) > 1:
        left = _by_totals(left, size)
    if len(left) == 1:
        if left[0].total or len(stated) > 1:
            left[0].kind = "total"
        return left[0], []
    return _sum(left, factors, base)


def _drop(drafts: Iterable[Draft], dropped: Iterable[Draft], kind: str) -> list[Draft]:
    gone = {id(draft) for draft in dropped}
    for draft in drafts:
        if id(draft) in gone:
            draft.kind = kind
    return [draft for draft in drafts if id(draft) not in gone]


def _without_parts(drafts: list[Draft], size: dict[int, Decimal]) -> list[Draft]:
    parts = [
        draft
        for at, draft in enumerate(drafts)
        if draft.part and any(size[id(whole)] >= size[id(draft)] for whole in drafts[:at])
    ]
    return _drop(drafts, parts, "part") or drafts


def _without_repeats(drafts: list[Draft], size: dict[int, Decimal]) -> list[Draft]:
    repeats = []
    for at, draft in enumerate(drafts):
        for first in drafts[:at]:
            is_gloss = draft.in_paren and draft.start - first.end <= 12
            same = _close if is_gloss else Decimal.__eq__  # a gloss may round: 52013元（5.2万元）
            if not same(size[id(first)], size[id(draft)]):
                continue
            is_told_again = draft.item == first.item and (
                draft.sentence != first.sentence
                or _significant(size[id(draft)]) > 3  # nobody sells twice for 11,050
            )
            if is_gloss or is_told_again or draft.total or draft.unit != first.unit:
                repeats.append(draft)
                draft.total = draft.total or first.total
                first.total = first.total or draft.total
                break
    return _drop(drafts, repeats, "repeat")


def _significant(value: Decimal) -> int:
    return len(value.normalize().as_tuple().digits)


def _without_addends(drafts: list[Draft], size: dict[int, Decimal]) -> list[Draft]:
    """Drop what is added up in a total that stands beside it, before or after."""
    while len(drafts) > 2:
        found = _total_of_run(drafts, size)
        if found is None:
            return drafts
        total, run = found
        total.total = True
        drafts = _drop(drafts, run, "part")
    return drafts


def _total_of_run(drafts: list[Draft], size: dict[int, Decimal]) -> tuple[Draft, list[Draft]] | None:
    for is_rounded in (False, True):  # an exact total first: 998 is not the total of 1 and 999
        for at, draft in enumerate(drafts):
            if is_rounded and not draft.total:
                continue
            # Addends stand next to their total: after it, in order; before it, read backwards.
            for near in (drafts[:at][::-1], drafts[at + 1 :]):
                run = _run_to(size[id(draft)], near, size, is_rounded=is_rounded)
                if run:
                    return draft, run
    return None


def _run_to(whole: Decimal, near: list[Draft], size: dict[int, Decimal], *, is_rounded: bool) -> list[Draft]:
    total = Decimal(0)
    for count, part in enumerate(near, 1):
        total += size[id(part)]
        if count > 1 and (total == whole or (is_rounded and _close(total, whole))):
            return near[:count]
        if total > whole * (1 + _ROUNDING):
            break
    return []


def _by_totals(drafts: list[Draft], size: dict[int, Decimal]) -> list[Draft]:
    totals = [draft for draft in drafts if draft.total]
    if not totals:
        return drafts
    greatest = max(totals, key=lambda draft: size[id(draft)])
    rest = [draft for draft in drafts if draft is not greatest]
    if len({draft.item for draft in totals}) == len(totals) > 1:
        return _drop(
            drafts, [draft for draft in drafts if not draft.total], "part"
        )  # a total for each paragraph
    if size[id(greatest)] < max(size[id(draft)] for draft in rest):
        return drafts
    # In an enumeration a total in the middle speaks for its own paragraph only.
    is_last = greatest.start > max(draft.start for draft in rest)
    own = [draft for draft in rest if draft.item == greatest.item or greatest.item == 0 or is_last]
    return _drop(drafts, own, "part")


def _sum(drafts: list[Draft], factors: dict[str, Decimal], base: str) -> tuple[Draft, list[Draft]]:
    lo, hi = Decimal(0), Decimal(0)
    open_above = False
    for draft in drafts:
        factor = factors.get(draft.unit, Decimal(1))
        lo += draft.lo * factor
        open_above = open_above or draft.hi is None
        hi += (draft.hi or 0) * factor
    first, last = drafts[0], drafts[-1]
    made = Draft(first.start, last.end, lo, None if open_above else hi, base)
    made.role, made.kind = first.role, "sum"
    made.confidence = round(0.85 * min(draft.confidence for draft in drafts), 2)
    made.sentence = (first.sentence[0], last.sentence[1])
    return made, [made]


def _products(drafts: list[Draft], by_role: dict[str, list[Draft]]) -> list[Draft]:
    """Multiply the counts of sold and of unsold goods by the unit price, where no amount is stated."""
    prices = [draft for draft in drafts if draft.role in ("price", "list_price")]
    paid = [draft for draft in prices if draft.role == "price"]
    for draft in prices:
        draft.role = "price"
    if not prices:
        return []
    made: dict[str, list[Draft]] = {"sold": [], "unsold": []}
    for count in drafts:
        role = count.count_state
        if role not in made or role in by_role or count.role in _NEVER or count.lo == 0:
            continue
        price = _price_for(count, paid) or (_price_for(count, prices) if role == "unsold" else None)
        if price is None or any(other.lo == count.lo and other.hi == count.hi for other in made[role]):
            continue
        product = Draft(
            min(count.start, price.start), max(count.end, price.end), count.lo * price.lo, None, "元"
        )
        if count.hi is not None and price.hi is not None:
            product.hi = count.hi * price.hi
        product.role, product.kind, product.confidence, product.sentence = (
            role,
            "product",
            0.5,
            count.sentence,
        )
        made[role].append(product)
    for products in made.values():
        if len(products) == 1:
            products[0].is_measure = True
        elif products:
            answer, _ = _sum(products, {}, "元")
            answer.kind, answer.is_measure = "product", True
            products.append(answer)
    return [product for products in made.values() for product in products]


def _price_for(count: Draft, prices: list[Draft]) -> Draft | None:
    same = [price for price in prices if price.sentence == count.sentence and price.per in (count.unit, None)]
    if not same:
        # One price for the whole text serves counts in other sentences, if it is for their unit.
        return prices[0] if len(prices) == 1 and prices[0].per == count.unit else None
    return min(same, key=lambda price: (abs(price.start - count.end), price.start))
