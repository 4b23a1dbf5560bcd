"""Penalties instead of prosecution, and their hard twins that only look like it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from pipelines.demo.amounts import money
from pipelines.demo.authorities import OTHER_POLICE
from pipelines.demo.background import make_act, party_for, penalise
from pipelines.demo.conducts import CONDUCTS, WEIGHTS
from pipelines.demo.conducts_public import SETTLED
from pipelines.demo.course import decide, file_case, link_course, prosecute, rule, run_course, send, sentence
from pipelines.demo.dice import plus, weekday
from pipelines.demo.district import District, Record
from pipelines.demo.people import Party
from pipelines.demo.tale import day_text

HALVED = dt.date(2025, 4, 26)
OFFENCES = tuple(CONDUCTS)


def _decided(district: District, oldest: int = 1450, newest: int = 12) -> dt.date:
    return weekday(district.dice.day(plus(district.until, -oldest), plus(district.until, -newest - 2)))


def _found(district: District, decided: dt.date) -> dt.date:
    return plus(decided, -district.dice.whole(15, 75))


def plant(district: District, count: int) -> None:
    """Plant penalties above the line with nothing criminal anywhere; every offence at least once."""
    dice = district.dice
    for at in range(count):
        code = OFFENCES[at] if at < len(OFFENCES) else dice.weighted(WEIGHTS)
        party = party_for(district, code)
        decided = _decided(district)
        act = make_act(district, code, "above", party, _found(district, decided))
        record = penalise(district, party, act, decided)
        reason = "nothing_criminal"
        if at % 9 == 4:
            reason = "namesake_prosecuted"
            _namesake(district, record, party, code, decided)
        elif at % 9 == 7:
            reason = "other_conduct_prosecuted"
            _other_conduct(district, record, party, decided)
        district.expect("f01", record, "flagged", reason, "planted", code)


def _namesake(district: District, record: Record, party: Party, code: str, decided: dt.date) -> None:
    """Add a convicted namesake with a shop of his own."""
    population = district.population
    other = population.new_person(party.person.name, unlike=party.person)
    firm = population.new_firm(CONDUCTS[code].group, owner=other) if party.firm else None
    twin = Party(other, firm)
    filed = weekday(plus(decided, -district.dice.whole(20, 60)))
    act = make_act(district, code, "above", twin, filed)
    police = file_case(district, twin, act, filed, source="报案")
    police["outcome"], police["outcome_on"] = "移送审查起诉", min(plus(filed, 50), district.until)
    district.same(record, police, False)


def _other_conduct(district: District, record: Record, party: Party, decided: dt.date) -> None:
    """Add a conviction of the same person for something that has nothing to do with it."""
    filed = weekday(plus(decided, -district.dice.whole(200, 300)))
    act = make_act(district, "223" if record["_agency"] != "building" else "144", "above", party, filed)
    police = file_case(district, party, act, filed, source="自行发现")
    alcohol = district.dice.whole(160, 280)
    police["offence"] = "危险驾驶罪"
    police["facts"] = (
        f"{party.person.name}于{day_text(filed)}醉酒驾驶机动车被当场查获，血液中乙醇含量为{alcohol}mg/100ml。"
    )
    pros = prosecute(district, party, act, police, plus(filed, 20))
    pros.update(offence="危险驾驶罪", facts=police["facts"], amount_cny=None)
    rule(pros, "起诉", plus(filed, 32))
    verdict = sentence(district, party, act, pros, plus(filed, 60))
    verdict.update(offence="危险驾驶罪", facts=police["facts"], occupational_ban=None)
    district.same(record, police)


Twin = Callable[[District], None]


def _above(
    district: District, codes: tuple[str, ...], oldest: int = 1450, newest: int = 45
) -> tuple[str, Party, dt.date]:
    code = district.dice.pick(codes)
    return code, party_for(district, code), _decided(district, oldest, newest)


def _course_twin(reason: str, **how: Any) -> Twin:
    """Return a twin whose party was transferred in a way that is hard to see."""

    def make(district: District) -> None:
        code, party, decided = _above(district, ("214", "140", "225-tobacco", "213"))
        act = make_act(district, code, "above", party, _found(district, decided))
        record = penalise(district, party, act, decided)
        sent = weekday(max(plus(act.ended, 4), plus(decided, -8)))
        link_course(
            district, record, run_course(district, party, act, min(sent, decided), "convicted", **how)
        )
        district.expect("f01", record, "excluded", reason, "twin", code)

    return make


def _police_declined(district: District) -> None:
    code, party, decided = _above(district, ("214", "140", "225-tobacco", "338"))
    act = make_act(district, code, "above", party, plus(decided, -40))
    sent = weekday(plus(decided, -24))
    transfer = send(district, act.conduct.agency, party, act, sent)
    refused = plus(sent, 3)
    decide(district, transfer, "不予立案", refused, "没有犯罪事实")
    transfer["reconsidered_on"], transfer["reconsideration"] = plus(refused, 2), "维持"
    record = penalise(district, party, act, decided)
    district.same(record, transfer)
    district.expect("f01", record, "excluded", "police_declined", "twin", code)
    district.expect("f04", transfer, "excluded", "reconsidered", "twin", code)


def _not_prosecuted(district: District) -> None:
    code, party, decided = _above(district, ("214", "140", "213", "201"), 1400, 10)
    act = make_act(district, code, "above", party, plus(decided, -260))
    course = run_course(district, party, act, weekday(plus(decided, -245)), "not_prosecuted")
    if course.penalty is not None:
        link_course(district, course.penalty, course)


def _limitation(district: District) -> None:
    code = district.dice.pick(("214", "140", "205"))
    party = party_for(district, code)
    decided = weekday(district.dice.day(plus(district.start, 3), plus(district.start, 40)))
    given = {
        "214": {"sales_cny": 68_000.0, "unsold_cny": 0.0, "gain_cny": 9_000.0},
        "140": {"sales_cny": 72_000.0, "unsold_cny": 0.0, "goods_cny": 72_000.0, "gain_cny": 8_000.0},
        "205": {"invoice_tax_cny": 131_000.0, "_face": 1_007_692.31, "_count": 14.0},
    }[code]
    act = make_act(district, code, "above", party, plus(decided, -75), given=given)
    record = penalise(district, party, act, decided)
    district.expect("f01", record, "excluded", "limitation_passed", "twin", code)


def _cent_below(district: District) -> None:
    code, party, decided = _above(district, ("140", "225-tobacco", "205", "214"))
    given = {
        "140": {"sales_cny": 49_999.99, "unsold_cny": 0.0, "goods_cny": 49_999.99, "gain_cny": 6_000.0},
        "214": {"sales_cny": 49_999.99, "unsold_cny": 0.0, "gain_cny": 6_000.0},
        "225-tobacco": {
            "business_cny": 49_999.99,
            "cigarettes_count": 60_000.0,
            "_cartons": 300.0,
            "gain_cny": 2_500.0,
        },
        "205": {"invoice_tax_cny": 99_999.99, "_face": 769_230.69, "_count": 9.0},
    }[code]
    act = make_act(district, code, "below", party, _found(district, decided), given=given)
    district.expect("f01", penalise(district, party, act, decided), "clear", "one_cent_below", "twin", code)


def _wrong_amount(kind: str, reason: str, codes: tuple[str, ...]) -> Twin:
    """Return a twin that is below the line with another amount above it in the text."""

    def make(district: District) -> None:
        code, party, decided = _above(district, codes)
        act = make_act(district, code, "below", party, _found(district, decided), forced=kind)
        record = penalise(district, party, act, decided)
        district.expect("f01", record, "clear", reason, "twin", code)

    return make


def _similar(district: District) -> None:
    _, party, decided = _above(district, ("214",))
    sales = float(district.dice.whole(56, 120) * 1000)
    given = {"sales_cny": sales, "unsold_cny": 0.0, "gain_cny": 9_000.0}
    core = (
        f"当事人销售的商品使用与“岭泉”注册商标近似的商标，容易导致混淆，并非相同商标。"
        f"销售金额共计{money(district.dice, sales)}，违法所得9000元。"
    )
    act = make_act(district, "214", "above", party, _found(district, decided), given=given, core=core)
    act.violation = "在同一种商品上使用近似商标，容易导致混淆"
    record = penalise(district, party, act, decided)
    record["basis"] = "《中华人民共和国商标法》第五十七条第二项、第六十条第二款"
    district.expect("f01", record, "excluded", "similar_mark_only", "twin", "214")


def _lawful_source(district: District) -> None:
    _, party, decided = _above(district, ("214",))
    suffix = "当事人销售不知道是侵犯注册商标专用权的商品，能证明该商品是自己合法取得并说明提供者。"
    act = make_act(district, "214", "above", party, _found(district, decided), suffix=suffix, body=0)
    district.expect(
        "f01", penalise(district, party, act, decided), "excluded", "lawful_source", "twin", "214"
    )


def _old_line(district: District) -> None:
    first, last = plus(district.start, 40), min(plus(HALVED, -5), plus(district.until, -60))
    if last <= first:
        return
    party = party_for(district, "215")
    ended = district.dice.day(max(first, plus(last, -400)), last)
    labels = float(district.dice.whole(106, 188) * 100)
    given = {"labels_count": labels, "business_cny": 12_000.0, "gain_cny": 3_000.0}
    act = make_act(district, "215", "below", party, ended, given=given)
    record = penalise(district, party, act, weekday(plus(ended, 60)), filed=plus(ended, 2))
    district.expect("f01", record, "clear", "line_halved_later", "twin", "215")


def _revoked(district: District) -> None:
    code, party, decided = _above(district, ("214", "140", "225-tobacco"), 1450, 120)
    act = make_act(district, code, "above", party, _found(district, decided))
    record = penalise(district, party, act, decided, revoked_on=plus(decided, 70))
    district.expect("f01", record, "excluded", "revoked", "twin", code)


def _stated(district: District) -> None:
    code, party, decided = _above(district, ("214", "140", "205", "338"))
    suffix = district.dice.pick(
        (
            "当事人的行为涉嫌犯罪，本机关已依法移送公安机关处理。",
            "因涉嫌犯罪，案件已依法移送司法机关追究刑事责任。",
        )
    )
    act = make_act(district, code, "above", party, _found(district, decided), suffix=suffix)
    district.expect(
        "f01", penalise(district, party, act, decided), "excluded", "stated_transferred", "twin", code
    )


def _tax(settled: bool) -> Twin:
    def make(district: District) -> None:
        _, party, decided = _above(district, ("201",))
        extra = district.dice.pick(SETTLED) if settled else ""
        act = make_act(district, "201", "above", party, _found(district, decided), extra=extra)
        outcome, reason = (
            ("excluded", "recovery_settled") if settled else ("insufficient", "no_recovery_notice")
        )
        district.expect("f01", penalise(district, party, act, decided), outcome, reason, "twin", "201")

    return make


def _goods_only(district: District) -> None:
    _, party, decided = _above(district, ("140",))
    goods = float(district.dice.whole(70, 140) * 1000)
    core = f"当事人生产、销售不合格产品电线电缆冒充合格产品，涉案货值金额共计{money(district.dice, goods)}。"
    act = make_act(
        district, "140", "above", party, _found(district, decided), given={"goods_cny": goods}, core=core
    )
    record = penalise(district, party, act, decided)
    district.expect("f01", record, "insufficient", "goods_total_only", "twin", "140")


def _licensed(district: District) -> None:
    _, party, decided = _above(district, ("225-tobacco",))
    business = float(district.dice.whole(56, 150) * 1000)
    cartons = float(int(business / 160))
    given = {"business_cny": business, "cigarettes_count": cartons * 200, "gain_cny": 4_000.0}
    core = (
        f"当事人持有烟草专卖零售许可证，超出许可地域经营卷烟{cartons:.0f}条（合{cartons * 200:.0f}支），"
        f"违法经营额{money(district.dice, business)}，违法所得4000元。"
    )
    act = make_act(district, "225-tobacco", "above", party, _found(district, decided), given=given, core=core)
    record = penalise(district, party, act, decided)
    district.expect("f01", record, "excluded", "licensed_retailer", "twin", "225-tobacco")


def _no_tax_purpose(district: District) -> None:
    _, party, decided = _above(district, ("205",))
    suffix = "经查，当事人系为虚增业绩、融资而虚开，不以骗抵税款为目的，未抵扣，没有造成税款损失。"
    act = make_act(district, "205", "above", party, _found(district, decided), suffix=suffix, body=0)
    record = penalise(district, party, act, decided)
    district.expect("f01", record, "excluded", "no_tax_purpose", "twin", "205")


def _own_police_case(district: District) -> None:
    code, party, decided = _above(district, ("214", "140", "213"))
    act = make_act(district, code, "above", party, _found(district, decided))
    record = penalise(district, party, act, decided)
    police = file_case(district, party, act, weekday(plus(act.ended, 3)), source="自行发现", with_firm=False)
    police["outcome"], police["outcome_on"] = "移送审查起诉", min(plus(act.ended, 60), district.until)
    district.same(record, police)
    district.expect("f01", record, "excluded", "police_case_without_transfer", "twin", code)


TWINS: tuple[Twin, ...] = (
    _course_twin("transferred_by_other_agency", agency="city_market", under_owner=True),
    _course_twin("transferred_masked_id", under_owner=True, mask=True),
    _course_twin("transferred_other_district", to=OTHER_POLICE),
    _police_declined,
    _not_prosecuted,
    _limitation,
    _cent_below,
    _wrong_amount("genuine", "genuine_value_above", ("214", "213")),
    _wrong_amount("alleged", "alleged_above", ("214", "140", "225-tobacco")),
    _wrong_amount("other", "other_case_above", ("214", "140", "225-tobacco")),
    _similar,
    _lawful_source,
    _old_line,
    _revoked,
    _stated,
    _tax(True),
    _tax(False),
    _goods_only,
    _licensed,
    _no_tax_purpose,
    _own_police_case,
)


def twins(district: District, each: int) -> None:
    """Add every kind of twin `each` times."""
    for make in TWINS:
        for _ in range(each):
            make(district)
