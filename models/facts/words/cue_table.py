"""The shape of cues.yaml."""

from __future__ import annotations

from decimal import Decimal

from warehouse.yaml_text import Closed


class _Role(Closed):
    not_before: str | None = None  # of every word of the role, beside the guard of the word
    named: tuple[str, ...] = ()
    verb: tuple[str, ...] = ()


class _Combine(Closed):
    first: str
    then: str
    makes: str
    acts: bool = False  # also of one act after another


class _Scope(Closed):
    begin: tuple[str, ...]
    end: tuple[str, ...]


class _Other(_Scope):
    fined: tuple[str, ...]
    shared: tuple[str, ...]


class _Basis(Closed):
    net: tuple[str, ...]
    gross: tuple[str, ...]


class _Statutory(Closed):
    below: tuple[str, ...]
    after: tuple[str, ...]
    fixed: tuple[str, ...]
    standard: tuple[str, ...]
    line: tuple[str, ...]
    law: tuple[str, ...]


class _Approximate(Closed):
    about: tuple[str, ...]
    near: tuple[str, ...]
    over: tuple[str, ...]
    least: tuple[str, ...]
    suffix_over: tuple[str, ...]
    suffix_about: tuple[str, ...]


class _Invoice(Closed):
    words: tuple[str, ...]
    input: tuple[str, ...]
    output: tuple[str, ...]


class _Thing(Closed):
    words: tuple[str, ...]
    base: str
    units: dict[str, Decimal]


class _Settle(Closed):
    summed: tuple[str, ...]
    largest: tuple[str, ...]
    directions: tuple[str, ...]
    acts: tuple[str, ...]


class _Marks(Closed):
    units: tuple[str, ...]
    after: str
    unless: str
    most: int


class Guard(Closed):
    """Where a word is not what the table says of it."""

    not_before: str | None = None
    not_after: str | None = None
    only_before: str | None = None


class _Unit(Closed):
    base: str
    factor: Decimal = Decimal(1)
    not_before: str | None = None


class Table(Closed):
    """Everything in cues.yaml."""

    roles: dict[str, _Role]
    general: tuple[str, ...]
    combine: tuple[_Combine, ...]
    states: dict[str, tuple[str, ...]]
    nil: dict[str, tuple[str, ...]]
    total: tuple[str, ...]
    above: tuple[str, ...]
    part: tuple[str, ...]
    extra: tuple[str, ...]
    anew: tuple[str, ...]
    evidence: tuple[str, ...]
    detailed: tuple[str, ...]
    gain_basis: _Basis
    again: tuple[str, ...]
    apart: tuple[str, ...]
    alleged: _Scope
    asked: tuple[str, ...]
    disbelieved: tuple[str, ...]
    final: tuple[str, ...]
    changed: tuple[str, ...]
    owing: str
    other_party: _Other
    genuine: _Scope
    statutory: _Statutory
    appraised: tuple[str, ...]
    approximate: _Approximate
    accused: tuple[str, ...]
    pretext: tuple[str, ...]
    bribery: tuple[str, ...]
    insurance: tuple[str, ...]
    labour: tuple[str, ...]
    persons: tuple[str, ...]
    failed: tuple[str, ...]
    fences: tuple[str, ...]
    launders: tuple[str, ...]
    victim: tuple[str, ...]
    cards: tuple[str, ...]
    currencies: dict[str, str]
    invoice: _Invoice
    evasion: tuple[str, ...]
    aside: tuple[str, ...]
    share: tuple[str, ...]
    crime: tuple[str, ...]
    objects: dict[str, _Thing]
    exceeds: tuple[str, ...]
    marks: _Marks
    settle: _Settle
    planned: tuple[str, ...]
    used_up: tuple[str, ...]
    receipts: tuple[str, ...]
    services: tuple[str, ...]
    inputs: tuple[str, ...]
    customers: tuple[str, ...]
    paying: tuple[str, ...]
    favours: tuple[str, ...]
    equates: tuple[str, ...]
    hired: tuple[str, ...]
    neutral: tuple[str, ...]
    no_act: str  # after a verb: it is part of a name (销售凭证) and no act
    guards: dict[str, Guard]
    averaged: tuple[str, ...]
    units: dict[str, _Unit]
