"""The district's ordinary life: small violations, cases below the line, matters handled as they should be."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.demo.authorities import AUTHORITIES
from pipelines.demo.conducts import BELOW_WEIGHTS, CONDUCTS, WEIGHTS
from pipelines.demo.conducts_public import SETTLED, UNPAID
from pipelines.demo.course import file_case, link_course, prosecute, rule, run_course, send, sentence
from pipelines.demo.dice import Dice, plus, weekday
from pipelines.demo.district import District, Record
from pipelines.demo.minor_words import MINOR, VISITED, Minor
from pipelines.demo.people import Party
from pipelines.demo.tale import CLOSINGS, OPENINGS, Act, act_days, day_text, tell

CHECKED = (
    "{day}，执法人员在{place}检查时发现",
    "{day}对{place}进行双随机抽查，发现",
    "接市民投诉后于{day}到{place}核查，查明",
    "{day}日常巡查中，执法人员发现",
    "经查，",
    "当事人在{place}经营期间，",
    "{day}专项检查时，",
)
AFTER = (
    "当事人当场表示立即改正。",
    "执法人员当场制作现场检查笔录，并责令限期改正。",
    "复查时当事人已整改到位。",
    "当事人系初次违法，社会危害性较小。",
    "当事人经营面积约{q}平方米，从业人员{n}人。",
    "当事人解释系工作人员疏忽所致。",
    "涉案物品已先行登记保存。",
    "",
)
MINOR_AGENCIES = tuple((key, agency.share) for key, agency in AUTHORITIES.items() if agency.share)


def party_for(district: District, code: str) -> Party:
    """Return a fresh party that such conduct is typical of."""
    conduct = CONDUCTS[code]
    if code == "336" and district.dice.chance(0.6):
        return Party(district.population.new_person())
    party = district.population.take(conduct.group)
    # Only a person practises medicine: behind a company stands somebody who did it.
    if code == "336" and party.firm and not party.firm.is_person:
        return Party(party.person)
    return party


def standing_extra(dice: Dice, code: str, level: str) -> str:
    """Return what a tax decision says of notice and payment."""
    if code != "201":
        return ""
    return dice.pick(UNPAID) if level == "above" else dice.pick((*SETTLED, "当事人已补缴税款。", ""))


def make_act(district: District, code: str, level: str, party: Party, filed_on: dt.date, **more: Any) -> Act:
    """Tell an act of the party found by `filed_on`."""
    began, ended = act_days(district.dice, filed_on)
    more.setdefault("extra", standing_extra(district.dice, code, level))
    return tell(
        district.dice,
        CONDUCTS[code],
        level,
        began,
        ended,
        place=party.firm.name if party.firm else "",
        **more,
    )


def penalise(district: District, party: Party, act: Act, decided: dt.date, **more: Any) -> Record:
    """Penalise the act on that day, in the ordinary way."""
    dice = district.dice
    gain = act.amounts.get("gain_cny", 0.0)
    base = max(act.amounts.get("sales_cny", 0.0), act.amounts.get("business_cny", 0.0), 2000.0)
    fine = float(more.pop("fine", round(min(base * dice.between(0.3, 1.6), 200_000), -2)))
    filed = more.pop("filed", min(plus(act.ended, dice.whole(0, 10)), decided))
    kinds = ("罚款", "没收违法所得") if gain else ("罚款",)
    return district.penalty(
        str(more.pop("agency", act.conduct.agency)),
        party,
        filed,
        decided,
        violation=act.violation,
        facts=act.facts,
        basis=act.conduct.basis,
        fine=fine,
        act=act,
        forfeit=gain,
        kinds=kinds,
        **more,
    )


def below(district: District) -> Record:
    """Add a penalty for conduct that could be a crime but stays under the line."""
    dice = district.dice
    code = dice.weighted(BELOW_WEIGHTS)
    party = party_for(district, code)
    decided = weekday(dice.day(plus(district.start, 5), plus(district.until, -3)))
    act = make_act(district, code, "below", party, plus(decided, -dice.whole(12, 80)))
    return penalise(district, party, act, decided)


def transferred(district: District) -> None:
    """Add a matter that was handed to the police as it should be, with or without a penalty beside it."""
    dice = district.dice
    code = dice.weighted(WEIGHTS)
    party = party_for(district, code)
    sent = weekday(dice.day(plus(district.start, 40), plus(district.until, -6)))
    act = make_act(district, code, "above", party, plus(sent, -dice.whole(10, 40)))
    ending = dice.weighted((("convicted", 0.72), ("not_prosecuted", 0.2), ("investigated", 0.0)))
    filed = plus(act.ended, dice.whole(0, 5))
    if ending == "convicted" and dice.chance(0.45):
        decided = weekday(plus(sent, dice.whole(0, 2)))
        record = penalise(district, party, act, decided, filed=filed, fine=float(dice.whole(2, 30) * 1000))
        district.expect("f01", record, "excluded", "transferred", "twin", code)
        link_course(district, record, run_course(district, party, act, sent, ending, penalty=record))
        return
    case = district.admin_case(act.conduct.agency, party, act, filed, "移送", sent, "涉嫌犯罪，移送公安机关")
    course = run_course(district, party, act, sent, ending, case=case)
    link_course(district, case, course)
    if course.penalty is not None:
        link_course(district, course.penalty, course)
    if course.document is not None and course.pros is not None:
        district.expect("r03", course.pros, "clear", "opinion_issued", "twin", code)


def declined(district: District) -> None:
    """Add a transfer below the line that the police rightly declined; the agency then penalises."""
    dice = district.dice
    code = dice.weighted(BELOW_WEIGHTS)
    party = party_for(district, code)
    sent = weekday(dice.day(plus(district.start, 40), plus(district.until, -60)))
    act = make_act(district, code, "below", party, plus(sent, -dice.whole(10, 40)))
    course = run_course(district, party, act, sent, "declined")
    record = penalise(district, party, act, weekday(plus(sent, dice.whole(12, 40))))
    district.expect("f04", course.transfer or record, "clear", "below_line", "twin", code)
    link_course(district, record, course)


def own_cases(district: District) -> None:
    """Add a criminal case of the police's own, of somebody no agency knows."""
    dice = district.dice
    code = dice.weighted(WEIGHTS)
    party = party_for(district, code)
    filed = weekday(dice.day(plus(district.start, 3), plus(district.until, -1)))
    own_case(district, party, code, filed)


def own_case(
    district: District, party: Party, code: str, filed: dt.date, *, with_firm: bool | None = None
) -> None:
    """Add a criminal case of the police's own against the party, as far as today allows."""
    dice = district.dice
    act = make_act(district, code, "above", party, filed)
    source = dice.pick(("报案", "自行发现"))
    police = file_case(district, party, act, filed, source=source, with_firm=with_firm)
    accepted = weekday(plus(filed, dice.whole(30, 80)))
    if accepted > district.until:
        return
    pros = prosecute(district, party, act, police, accepted)
    decided = weekday(plus(accepted, dice.whole(15, 40)))
    if decided > district.until:
        return
    rule(pros, "起诉", decided)
    judged = weekday(plus(decided, dice.whole(25, 70)))
    if judged <= district.until:
        sentence(district, party, act, pros, judged)


def edges(district: District) -> None:
    """Make the criminal feeds span the whole period, so that silence in between means something."""
    for day in (district.start, district.until):
        party = district.population.take("trade")
        act = make_act(district, "140", "below", party, day)
        paper = send(district, "city", party, act, day, kind="管辖移送", to="临渡区城市管理行政执法局")
        paper.update(
            reported_on=day,
            approved_on=day,
            transferred_on=day,
            suspected_offence=None,
            facts="因管辖区域调整移送处理。",
        )
        own = party_for(district, "223")
        matter = make_act(district, "223", "above", own, day)
        police = file_case(
            district, own, matter, plus(day, -30) if day == district.until else day, source="报案"
        )
        if day == district.until:
            police["outcome"], police["outcome_on"] = "移送审查起诉", day
            file_case(
                district,
                party_for(district, "205"),
                make_act(district, "205", "above", own, day),
                day,
                source="报案",
            )
        pros = prosecute(district, own, matter, police, day)
        if day == district.start:
            rule(pros, "起诉", plus(day, 30))
            sentence(district, own, matter, pros, plus(day, 75))


def open_cases(district: District) -> None:
    """Add an administrative case below the line that is open, dropped or needs no penalty."""
    dice = district.dice
    code = dice.weighted(BELOW_WEIGHTS)
    party = party_for(district, code)
    status = dice.pick(("在办", "不予处罚", "撤案"))
    filed = weekday(
        dice.day(plus(district.until, -50), plus(district.until, -2))
        if status == "在办"
        else dice.day(plus(district.start, 5), plus(district.until, -90))
    )
    act = make_act(district, code, "below", party, filed)
    closed = None if status == "在办" else weekday(plus(filed, dice.whole(15, 70)))
    reason = {"不予处罚": "违法行为轻微并及时改正，没有造成危害后果", "撤案": "违法事实不成立", "在办": ""}[
        status
    ]
    district.admin_case(act.conduct.agency, party, act, filed, status, closed, reason)


def ordinary(district: District) -> Record:
    """Add a penalty for an everyday violation of anybody."""
    dice = district.dice
    agency = dice.weighted(MINOR_AGENCIES)
    kind = dice.pick(MINOR[agency])
    population = district.population
    party = Party(dice.pick(population.loners)) if kind.person else population.anybody(*VISITED[agency])
    decided = weekday(dice.day(district.start, district.until))
    if decided > district.until:
        decided = plus(district.until, -2)
    return everyday(district, party, agency, kind, decided)


def everyday(district: District, party: Party, agency: str, kind: Minor, decided: dt.date) -> Record:
    """Add a penalty of the party for an everyday violation."""
    dice = district.dice
    filed = plus(decided, -dice.whole(3, 80))
    price = dice.whole(2, 60)
    count = dice.whole(1, 30)
    detail = dice.pick(kind.details).format(q=count, p=price, v=price * count)
    opening = dice.pick(CHECKED).format(
        day=day_text(filed), place=party.firm.address if party.firm else "辖区道路"
    )
    facts = f"{opening}{detail}。{dice.pick(AFTER).format(q=dice.whole(8, 400), n=dice.whole(1, 40))}"
    if dice.chance(0.5):
        facts = dice.pick(OPENINGS[:3]) + facts.removeprefix("经查，")
    facts += dice.pick(CLOSINGS)
    low, high = kind.fine
    fine = float(round(dice.skewed(low, high), -2 if high > 1000 else -1))
    warning = dice.chance(0.15)
    return district.penalty(
        agency,
        party,
        filed,
        decided,
        violation=kind.violation,
        facts=facts,
        basis=kind.basis,
        fine=0.0 if warning else max(fine, 50.0),
        kinds=("警告",) if warning else ("罚款",),
    )
