"""Who lives and trades in the district: persons, firms, and who is behind which firm."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from pipelines.demo import words
from pipelines.demo.dice import Dice, plus
from pipelines.demo.identifiers import HOME_REGIONS, credit_code, id_number

SOLE_TRADER = "个体工商户"
SOLE_FIRM = "个人独资企业"
GROUPS = (
    ("food", 0.3),
    ("tobacco", 0.11),
    ("goods", 0.2),
    ("industry", 0.1),
    ("medical", 0.06),
    ("building", 0.06),
    ("trade", 0.12),
    ("leisure", 0.05),
)
SHOPS = {"food", "tobacco", "goods", "medical", "leisure"}


@dataclass(slots=True)
class Person:
    """A natural person."""

    uid: str
    name: str
    born: dt.date
    id_no: str
    phone: str
    address: str


@dataclass(slots=True)
class Member:
    """What a person is to a firm; without a day, since it was established and until today."""

    person: Person
    role: str
    share: float = 0.0
    since: dt.date | None = None
    until: dt.date | None = None


@dataclass(slots=True)
class Firm:
    """A registered business and the person behind it."""

    uid: str
    name: str
    kind: str
    code: str
    owner: Person
    group: str
    address: str
    phone: str
    capital: float
    established: dt.date
    status: str = "存续"
    cancelled: dt.date | None = None
    former: list[str] = field(default_factory=list)
    members: list[Member] = field(default_factory=list)

    @property
    def is_person(self) -> bool:
        """Whether the law judges it by the line for persons."""
        return self.kind in (SOLE_TRADER, SOLE_FIRM)


@dataclass(slots=True)
class Party:
    """Whom a case is about: a firm (with the person behind it) or a person alone."""

    person: Person
    firm: Firm | None = None

    @property
    def name(self) -> str:
        """Name a decision would use."""
        return self.firm.name if self.firm else self.person.name


class Population:
    """Persons and firms; criminal matters take firms nobody else has taken."""

    def __init__(self, dice: Dice, firms: int, loners: int, until: dt.date) -> None:
        self.dice = dice
        self.until = until
        self.persons: list[Person] = []
        self.firms: list[Firm] = []
        self.fresh: dict[str, list[Firm]] = {group: [] for group, _ in GROUPS}
        self._sequence: dict[str, int] = {}
        for _ in range(firms):
            firm = self.new_firm(dice.weighted(GROUPS))
            self.fresh[firm.group].append(firm)
        self.loners = [self.new_person() for _ in range(loners)]
        # Six in ten firms have ordinary violations; criminal matters fall on the others, one each.
        self.common: dict[str, list[Firm]] = {}
        for group, members in self.fresh.items():
            cut = max(1, int(len(members) * 0.6))
            self.common[group], self.fresh[group] = members[:cut], members[cut:]

    def new_person(self, name: str | None = None, *, unlike: Person | None = None) -> Person:
        """Add a person; with a name given, a namesake (with another birth year than `unlike`)."""
        dice = self.dice
        male = dice.chance(0.62)
        if name is None:
            surname = dice.pick(words.COMMON_SURNAMES if dice.chance(0.7) else words.SURNAMES)
            given = dice.pick(words.GIVEN_MALE if male else words.GIVEN_FEMALE)
            if len(given) == 1 and dice.chance(0.45):
                given += dice.pick(words.BRAND_SECOND if dice.chance(0.3) else words.BRAND_FIRST)
            name = surname + given
        born = dice.day(dt.date(1953, 1, 1), dt.date(2001, 12, 31))
        while unlike is not None and abs(born.year - unlike.born.year) < 3:
            born = dice.day(dt.date(1953, 1, 1), dt.date(2001, 12, 31))
        region = dice.pick(HOME_REGIONS)
        number = ""
        while not number:
            sequence = dice.whole(0, 498) * 2 + (1 if male else 0)
            key = f"{region}{born:%Y%m%d}{sequence:03d}"
            if key not in self._sequence:
                self._sequence[key] = 1
                number = id_number(region, born, sequence)
        person = Person(
            uid=f"P{len(self.persons) + 1:07d}",
            name=name,
            born=born,
            id_no=number,
            phone=dice.pick(words.PHONE_HEADS) + dice.digits(8),
            address=self.address(),
        )
        self.persons.append(person)
        return person

    def address(self) -> str:
        """Return an address in the district."""
        dice = self.dice
        text = f"云桥区{dice.pick(words.TOWNS)}{dice.pick(words.STREETS)}{dice.whole(1, 1899)}号"
        return text + (f"{dice.whole(1, 30)}幢{dice.whole(101, 1802)}室" if dice.chance(0.5) else "")

    def new_firm(self, group: str, *, owner: Person | None = None, company: bool | None = None) -> Firm:
        """Add a registered firm of the trade group."""
        dice = self.dice
        until = self.until
        is_shop = group in SHOPS and dice.chance(0.86) if company is None else not company
        owner = owner or self.new_person()
        brand = dice.pick(words.BRAND_FIRST) + dice.pick(words.BRAND_SECOND)
        if dice.chance(0.55):
            brand += dice.pick(words.BRAND_SECOND)
        trade = dice.pick(words.TRADES[group])
        number = len(self.firms) + 1
        if is_shop:
            kind = SOLE_FIRM if dice.chance(0.03) else SOLE_TRADER
            name = f"{'临溟市' if dice.chance(0.3) else ''}云桥区{brand}{trade}"
        else:
            kind = "有限责任公司"
            trade = words.COMPANY_TRADES.get(group, trade)
            name = f"{dice.pick(('临溟', '临溟市', '临溟云桥'))}{brand}{trade}有限公司"
        if kind == SOLE_FIRM:
            name = f"临溟{brand}{trade}"
        firm = Firm(
            uid=f"O{number:07d}",
            name=name,
            kind=kind,
            code=credit_code(number, kind="92" if kind == SOLE_TRADER else "91"),
            owner=owner,
            group=group,
            address=self.address(),
            phone=owner.phone if dice.chance(0.7) else dice.pick(words.PHONE_HEADS) + dice.digits(8),
            capital=float(
                dice.pick((3, 5, 10, 20)) if is_shop else dice.pick((50, 100, 200, 500, 1000, 3000))
            )
            * 1e4,
            established=dice.day(plus(until, -7000), plus(until, -2300)),
        )
        if not is_shop:
            firm.members.append(Member(owner, "法定代表人"))
            firm.members.append(Member(owner, "股东", 0.6))
            if dice.chance(0.5) and self.persons:
                firm.members.append(Member(dice.pick(self.persons), "股东", 0.4))
            if dice.chance(0.3) and self.persons:
                firm.members.append(Member(dice.pick(self.persons), "监事"))
        else:
            firm.members.append(Member(owner, "经营者", 1.0))
        if dice.chance(0.03):
            other = dice.pick(words.BRAND_FIRST) + dice.pick(words.BRAND_SECOND)
            firm.former.append(name.replace(brand, other))
        self.firms.append(firm)
        return firm

    def take(self, group: str) -> Party:
        """Return a party with no other record: a firm of the group nobody has taken."""
        line = self.fresh[group]
        firm = line.pop() if line else self.new_firm(group)
        return Party(firm.owner, firm)

    def anybody(self, groups: tuple[str, ...], persons: float) -> Party:
        """Return a party for an ordinary violation; some are met again and again."""
        dice = self.dice
        if self.loners and dice.chance(persons):
            return Party(dice.pick(self.loners))
        line = self.common[dice.pick(groups)]
        firm = line[int(dice.unit() ** 1.3 * len(line))]
        return Party(firm.owner, firm)
