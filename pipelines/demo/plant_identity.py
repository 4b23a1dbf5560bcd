"""Stories of identity: one person behind many names, and many persons behind one name, place or phone.

None of them is a violation that a model should flag; they are what linking parties has to get right.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from pipelines.demo import words
from pipelines.demo.background import MINOR_AGENCIES, everyday, own_case
from pipelines.demo.dice import plus, weekday
from pipelines.demo.district import District, Record
from pipelines.demo.minor_words import MINOR, VISITED, Minor
from pipelines.demo.people import SHOPS, Firm, Member, Party, Person

SHOP_GROUPS = tuple(sorted(SHOPS))
COMPANY_GROUPS = ("trade", "industry", "building")
CHARGES = ("214", "140", "225-tobacco", "213", "144", "205", "223")
HUB_FIRMS = 12


def _visits(group: str) -> list[tuple[str, Minor]]:
    """Return what the agencies that visit such a trade find in firms."""
    return [
        (agency, kind)
        for agency, _ in MINOR_AGENCIES
        if group in VISITED[agency][0]
        for kind in MINOR[agency]
        if not kind.person
    ]


def fine(district: District, party: Party, first: dt.date, last: dt.date) -> Record:
    """Fine the party for something small on a day of the span."""
    dice = district.dice
    found = _visits(party.firm.group if party.firm else "food")
    agency, kind = dice.pick(found)
    first, last = max(first, plus(district.start, 1)), min(last, plus(district.until, -3))
    return everyday(district, party, agency, kind, weekday(dice.day(first, max(first, last))))


def charge(
    district: District, party: Party, first: dt.date, last: dt.date, *, with_firm: bool | None = None
) -> None:
    """Open a criminal case against the party on a day of the span."""
    dice = district.dice
    first, last = max(first, plus(district.start, 3)), min(last, plus(district.until, -1))
    own_case(
        district,
        party,
        dice.pick(CHARGES),
        weekday(dice.day(first, max(first, last))),
        with_firm=with_firm,
    )


def _shop(district: District, owner: Person | None = None) -> Firm:
    return district.population.new_firm(district.dice.pick(SHOP_GROUPS), owner=owner, company=False)


def _company(district: District, owner: Person | None = None) -> Firm:
    return district.population.new_firm(district.dice.pick(COMPANY_GROUPS), owner=owner, company=True)


def _day(district: District, oldest: int, newest: int) -> dt.date:
    return plus(district.until, -district.dice.whole(newest, oldest))


def successive_shops(district: District) -> None:
    """Let one person run three shops one after another; the criminal case is the person's."""
    dice = district.dice
    owner = district.population.new_person()
    opened, charged = _day(district, 1700, 1500), dice.whole(0, 1)
    for at in range(3):
        closed = plus(opened, dice.whole(300, 480))
        shop = _shop(district, owner)
        shop.established = opened
        party = Party(owner, shop)
        for _ in range(dice.whole(1, 2)):
            fine(district, party, plus(opened, 30), closed)
        if at < 2:
            shop.status, shop.cancelled = "注销", closed
            if at == charged:
                charge(district, party, plus(opened, 40), plus(closed, 60))
            opened = plus(closed, dice.whole(5, 90))
    if dice.chance(0.4):
        fine(district, Party(owner), _day(district, 1500, 900), district.until)


def _passes_on(shop: Firm, to: Person, on: dt.date) -> None:
    """Change the operator in the register; the code stays."""
    shop.members = [
        Member(shop.owner, "经营者", 1.0, until=on),
        Member(to, "经营者", 1.0, since=on),
    ]
    shop.owner = to


def sold_shop(district: District) -> None:
    """Let a shop go to a stranger: same sign, same door, another person."""
    dice = district.dice
    shop = _shop(district)
    seller, buyer = shop.owner, district.population.new_person()
    sold = _day(district, 1100, 500)
    before = Party(seller, shop)
    for _ in range(dice.whole(1, 2)):
        fine(district, before, plus(sold, -500), plus(sold, -20))
    if dice.chance(0.5):
        _passes_on(shop, buyer, sold)
        after = Party(buyer, shop)
    else:
        again = district.population.new_firm(shop.group, owner=buyer, company=False)
        again.name, again.address, again.established = shop.name, shop.address, plus(sold, 3)
        shop.status, shop.cancelled = "注销", sold
        after = Party(buyer, again)
    fine(district, after, plus(sold, 20), district.until)
    if dice.chance(0.7):
        charge(district, after, plus(sold, 30), plus(sold, 480))
    else:
        charge(district, before, plus(sold, -400), plus(sold, -30))


def namesakes(district: District) -> None:
    """Let some people bear one common name; one of them is prosecuted."""
    dice, population = district.dice, district.population
    name = dice.pick(words.COMMON_SURNAMES[:10]) + dice.pick(words.GIVEN_MALE[:14] + words.GIVEN_FEMALE[:10])
    parties = []
    for _ in range(dice.whole(2, 4)):
        person = population.new_person(name)
        parties.append(Party(person, _shop(district, person) if dice.chance(0.5) else None))
    for party in parties:
        fine(district, party, _day(district, 1500, 600), district.until)
    charge(district, parties[0], _day(district, 1200, 300), plus(district.until, -60))


def renamed(district: District) -> None:
    """Let a firm take another name; some papers keep the former one."""
    dice = district.dice
    firm = _company(district) if dice.chance(0.6) else _shop(district)
    party = Party(firm.owner, firm)
    on = _day(district, 1200, 400)
    fine(district, party, plus(on, -500), plus(on, -10))
    charged_before = dice.chance(0.3)
    if charged_before:
        charge(district, party, plus(on, -400), plus(on, -20))
    new = dice.pick(words.BRAND_FIRST) + dice.pick(words.BRAND_SECOND) + dice.pick(words.BRAND_SECOND)
    trade = dice.pick(words.TRADES[firm.group])
    firm.former.append(firm.name)
    firm.name = f"云桥区{new}{trade}" if firm.is_person else f"临溟{new}{trade}有限公司"
    late = fine(district, party, plus(on, 10), plus(on, 400))
    if dice.chance(0.4):
        late["party_name"] = firm.former[-1]
    if not charged_before:
        charge(district, party, plus(on, 30), plus(on, 500))


def new_head(district: District) -> None:
    """Let a company change its legal representative: the company stays, the persons are two."""
    firm = _company(district)
    first, second = firm.owner, district.population.new_person()
    on = _day(district, 1200, 400)
    before = Party(first, firm)
    fine(district, before, plus(on, -500), plus(on, -10))
    firm.members = [
        Member(first, "法定代表人", until=on),
        Member(second, "法定代表人", since=on),
        Member(second, "股东", 0.7, since=on),
    ]
    firm.owner = second
    after = Party(second, firm)
    fine(district, after, plus(on, 10), plus(on, 400))
    charge(district, after, plus(on, 30), plus(on, 500), with_firm=True)
    if district.dice.chance(0.5):
        own_shop = Party(first, _shop(district, first))
        fine(district, own_shop, plus(on, 60), district.until)


def hub(district: District) -> None:
    """Let an agent register many firms at one address under one phone; they have nothing else in common."""
    dice, population = district.dice, district.population
    address = f"{population.address()}集群注册{dice.whole(1, 9)}区"
    phone = dice.pick(words.PHONE_HEADS) + dice.digits(8)
    for at in range(HUB_FIRMS):
        firm = _company(district)
        firm.address, firm.phone = address, phone
        party = Party(firm.owner, firm)
        fine(district, party, _day(district, 1500, 300), district.until)
        if at % 6 == 0:
            charge(district, party, _day(district, 1200, 300), plus(district.until, -60))


def household(district: District) -> None:
    """Let two people of one household have a shop each, under one roof and one phone."""
    dice, population = district.dice, district.population
    one = population.new_person()
    other = population.new_person(one.name[0] + dice.pick(words.GIVEN_FEMALE)) if dice.chance(0.3) else None
    other = other or population.new_person()
    other.phone, other.address = one.phone, one.address
    for person in (one, other):
        shop = _shop(district, person) if dice.chance(0.7) else None
        if shop:
            shop.address, shop.phone = one.address, one.phone
        party = Party(person, shop)
        fine(district, party, _day(district, 1500, 300), district.until)
        if person is one:
            charge(district, party, _day(district, 1200, 300), plus(district.until, -60))


def same_sign(district: District) -> None:
    """Let two strangers give their shops the same name, each at a place of its own."""
    one, other = _shop(district), _shop(district)
    other.name, other.group = one.name, one.group
    for firm in (one, other):
        fine(district, Party(firm.owner, firm), _day(district, 1500, 300), district.until)
    charge(district, Party(one.owner, one), _day(district, 1200, 300), plus(district.until, -60))


def met_again(district: District) -> None:
    """Fine and prosecute one party on different occasions: the plain case, with all the dirt on it."""
    dice = district.dice
    kind = dice.unit()
    if kind < 0.3:
        party = Party(district.population.new_person())
    else:
        firm = _shop(district) if kind < 0.75 else _company(district)
        party = Party(firm.owner, firm)
    for _ in range(dice.whole(1, 3)):
        fine(district, party, _day(district, 1700, 300), district.until)
    charge(district, party, _day(district, 1500, 100), plus(district.until, -30))


def stranger(district: District) -> None:
    """Prosecute somebody no agency knows, who often bears the name of somebody it knows."""
    dice, population = district.dice, district.population
    name = dice.pick(population.persons).name if dice.chance(0.5) else None
    person = population.new_person(name)
    firm = _shop(district, person) if dice.chance(0.3) else None
    charge(district, Party(person, firm), _day(district, 1700, 100), plus(district.until, -30))


STORIES: tuple[tuple[Callable[[District], None], int], ...] = (  # and how many to 20,000 penalties
    (successive_shops, 60),
    (sold_shop, 60),
    (namesakes, 60),
    (renamed, 50),
    (new_head, 40),
    (hub, 8),
    (household, 50),
    (same_sign, 40),
    (met_again, 200),
    (stranger, 600),
)
