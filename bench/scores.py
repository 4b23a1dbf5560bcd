"""How far what is read out of the labelled passages agrees with the labels: precision, recall per role."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bench.passages import Label, Passage
from models.facts.amounts import Amount

_VETOES = {"other_party": "other"}
_WHOSE = ("alleged", "other", "genuine", "statutory")
_NEVER = frozenset(
    {"price", "cost", "capital", "rent", "fine", "forfeit", "repaid", "tax_due", "invoice_face", "unknown"}
    | {"concealed", "capital_false", "certified_false", "bribe", "cashed", "lent"}
)
# Things that have a role of their own; every other number of things is a quantity.
_THINGS = frozenset({"cigarettes", "labels", "hazardous_waste", "toxic_metal", "other_metal", "tax_share"})
ROLES = frozenset(
    {"sold", "unsold", "goods", "business", "gain", "forfeit_gain", "tax_evaded", "tax_share", "refund"}
    | {"invoice_tax", "loss", "project", "taken", "wages", "cigarettes", "labels", "hazardous_waste"}
    | {"toxic_metal", "other_metal"}
)
_MADE = ("sum", "product", "nil")


@dataclass
class Tally:
    """What was labelled, what was read, and what of it agrees."""

    labelled: Counter[str]
    read: Counter[str]
    right: Counter[str]

    @classmethod
    def empty(cls) -> Tally:
        """Return a tally of nothing."""
        return cls(Counter(), Counter(), Counter())

    def rates(self, roles: Iterable[str] | None = None) -> tuple[float, float]:
        """Return precision and recall over the roles, all of them if none are given."""
        names = list(roles) if roles is not None else sorted({*self.labelled, *self.read})
        right = sum(self.right[name] for name in names)
        read, labelled = sum(self.read[name] for name in names), sum(self.labelled[name] for name in names)
        return right / read if read else 1.0, right / labelled if labelled else 1.0


def label_class(label: Label) -> str:
    """Return whose amount it is where it is not the party's own, else its role.

    A fine is a fine, whoever pays it: the writers of the sets did not mark alike whose it is.
    """
    return label.role if label.whose == "own" or label.role == "fine" else label.whose


def amount_class(amount: Amount) -> str:
    """Return the class of an amount that was read, in the words of the labels."""
    role = _VETOES.get(amount.role, amount.role)
    if role in _WHOSE or amount.unit == "元" or role in _THINGS:
        return role
    return "duration" if amount.unit in ("日", "月", "年", "小时", "分钟", "周") else "quantity"


def is_value(amount: Amount, label: Label) -> bool:
    """Say whether the interval that was read is what the label means."""
    assert label.value is not None
    lo, hi, value = amount.value, amount.value_hi, label.value
    if label.upper is not None:
        return lo == value and hi == label.upper
    if label.sign == "~":
        return hi is not None and lo <= value <= hi and (lo + hi) / 2 == value
    if label.sign == "+":
        return lo == value and (hi is None or hi > value)
    if label.sign == "-":
        return hi == value and lo < value
    if label.sign == "<":
        return hi == value and lo == 0
    return lo == value == hi


def stated(amounts: Sequence[Amount]) -> list[Amount]:
    """Return the amounts that stand in the text, without those made out of them."""
    return [amount for amount in amounts if amount.kind not in _MADE]


def nearest(label: Label, amounts: Sequence[Amount]) -> Amount | None:
    """Return the amount that shares most signs with the label, if one shares any."""
    near = [a for a in amounts if a.start < label.end and a.end > label.start]
    return max(near, key=lambda a: min(a.end, label.end) - max(a.start, label.start), default=None)


def as_labelled(got: str, want: str) -> str:
    """Return the class that was read, or the labelled one where the two come to the same."""
    if want == "unknown" and got in _NEVER:
        return want
    return want if (want, got) == ("price", "cost") else got  # what a piece was bought for is both


def is_right(amount: Amount | None, label: Label) -> bool:
    """Say whether class, value and unit that were read are the labelled ones."""
    if amount is None:
        return False
    want = label_class(label)
    return (
        as_labelled(amount_class(amount), want) == want
        and amount.unit == label.unit
        and is_value(amount, label)
    )


def score(passage: Passage, amounts: Sequence[Amount], tally: Tally) -> Iterator[str]:
    """Add a passage to the tally and yield what does not agree."""
    left = stated(amounts)
    for label in passage.labels:
        best = nearest(label, left)
        if best is not None:
            left.remove(best)
        if label.role == "spec" or label.value is None:
            continue
        want = label_class(label)
        got = as_labelled(amount_class(best), want) if best is not None else "missing"
        tally.labelled[want] += 1
        if best is not None:
            tally.read[got] += 1
        if is_right(best, label):
            tally.right[want] += 1
        else:
            seen = f"{got} {best.value}..{best.value_hi} {best.unit}" if best is not None else got
            yield f"{passage.name} {label.span}: {want} {label.value}{label.sign} {label.unit}, read {seen}"
    for amount in left:
        tally.read[amount_class(amount)] += 1
        yield f"{passage.name} {amount.span}: nothing, read {amount.role} {amount.value} {amount.unit}"


def score_answers(passage: Passage, amounts: Sequence[Amount], tally: Tally) -> Iterator[str]:
    """Add the answers per role to the tally and yield what does not agree."""
    wanted = answers(passage)
    # What was not labelled: a nil amount, quantity times price, roles younger than the labels.
    read = {
        a.role: a
        for a in amounts
        if a.is_measure and (a.role in wanted or (a.kind not in ("nil", "product") and a.role in ROLES))
    }
    open_roles = {label.role for label in passage.labels if label.whose == "own"} - set(wanted)
    for role, value in wanted.items():
        tally.labelled[role] += 1
        amount = read.get(role)
        if amount is not None and is_answer(amount, value, passage):
            tally.right[role] += 1
        else:
            seen = "nothing" if amount is None else f"{amount.value}..{amount.value_hi} {amount.kind}"
            yield f"{passage.name} answer {role}: {value}, read {seen}"
    for role, amount in read.items():
        if role in open_roles or role in _NEVER:
            continue
        tally.read[role] += 1
        if role not in wanted:
            yield f"{passage.name} answer {role}: nothing, read {amount.value} {amount.kind}"


def answers(passage: Passage) -> dict[str, Decimal]:
    """Return the answer per role: what is stated in ``total``, else the one value that the role has."""
    values: dict[str, set[Decimal]] = {}
    for label in passage.labels:
        is_thing = label.unit != "元" and label.role not in _THINGS
        if label.whose == "own" and label.value is not None and not is_thing and label.role not in _NEVER:
            factor = {"cigarettes": {"条": 200}}.get(label.role, {}).get(label.unit, 1)
            values.setdefault(label.role, set()).add(label.value * factor)
    found = {role: next(iter(all_of)) for role, all_of in values.items() if len(all_of) == 1}
    # What never is a measure has no answer, though a writer gave its total.
    return {**found, **{role: value for role, value in passage.total.items() if role not in _NEVER}}


def is_answer(amount: Amount, value: Decimal, passage: Passage) -> bool:
    """Say whether the answer that was read holds the labelled one."""
    factor = {"条": 200}.get(amount.unit, 1) if amount.role == "cigarettes" else 1
    lo, hi = amount.value * factor, None if amount.value_hi is None else amount.value_hi * factor
    rough = any(label.sign or label.is_range for label in passage.labels if label.role == amount.role)
    return lo <= value and (hi is None or hi >= value) if rough else lo == value
