"""Incomplete transfers, dropped and stalled cases, missed accomplices, and what only statistics can see."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.background import make_act, party_for, penalise
from pipelines.demo.course import ATTACHMENTS, decide, file_case, link_course, prosecute, run_course, send
from pipelines.demo.dice import plus, weekday
from pipelines.demo.district import District, Record
from pipelines.demo.people import Party, Population
from pipelines.demo.tale import Act

# Goods cannot be judged without a test report; amounts of tax and of trade can.
TESTED = ("140", "213", "214", "338")
UNTESTED = ("201", "205", "225-tobacco")
GOODS = ("214", "140", "213", "225-tobacco")
PAPERS = ATTACHMENTS.split(";")


def _day(district: District, oldest: int, newest: int) -> dt.date:
    return weekday(plus(district.until, -district.dice.whole(newest + 2, oldest)))


def _kind(planted: bool) -> str:
    return "planted" if planted else "twin"


def incomplete(district: District, planted: bool) -> None:
    """f08: a paper that must travel with a transfer is missing; twins need no test report, or came back."""
    dice = district.dice
    reason = "paper_missing" if planted else dice.pick(("no_test_needed", "sent_back"))
    code = dice.pick(UNTESTED if reason == "no_test_needed" else TESTED)
    party = party_for(district, code)
    sent = _day(district, 1300, 120)
    act = make_act(district, code, "above", party, plus(sent, -dice.whole(15, 50)))
    case = district.admin_case(
        act.conduct.agency, party, act, plus(act.ended, 2), "移送", sent, "移送公安机关"
    )
    if reason == "sent_back":
        transfer = send(district, act.conduct.agency, party, act, sent, case=case)
        decide(district, transfer, "退回", plus(sent, 2), "材料不齐")
        transfer["attachments"] = ";".join(PAPERS[:-1])
        # What came back is complete the second time.
        link_course(
            district,
            case,
            run_course(district, party, act, weekday(plus(sent, 9)), "convicted", case=case),
        )
        district.expect("f08", transfer, "excluded", reason, "twin", code)
        return
    course = run_course(district, party, act, sent, "convicted", case=case)
    link_course(district, case, course)
    assert course.transfer is not None
    gone = dice.whole(1, len(PAPERS) - 1) if planted else len(PAPERS) - 1
    course.transfer["attachments"] = ";".join(PAPERS[:gone] + PAPERS[gone + 1 :])
    district.expect("f08", course.transfer, "flagged" if planted else "clear", reason, _kind(planted), code)


DROPPED = {
    "撤案": ("当事人已停止经营", "不宜继续调查", ""),
    "不予处罚": ("当事人已主动改正", "首次违法", "危害后果轻微并及时改正"),
}


def dropped(district: District, planted: bool) -> None:
    """f11: above the line, dropped or left open; twins are minor, unproven, sent, or have time left."""
    dice = district.dice
    code = dice.pick(GOODS)
    party = party_for(district, code)
    reason = (
        dice.pick(("dropped", "not_punished", "left_open"))
        if planted
        else dice.pick(("clearly_minor", "not_proven", "transferred", "term_running", "term_extended"))
    )
    filed = _day(district, 1000, 200)
    if reason in ("term_running", "term_extended"):
        filed = _day(district, *((60, 10) if reason == "term_running" else (190, 130)))
    act = make_act(district, code, "above", party, filed)
    status, why = "撤案", ""
    if reason in ("left_open", "term_running", "term_extended"):
        status = "在办"
    elif planted:
        status = "撤案" if reason == "dropped" else "不予处罚"
        why = dice.pick(DROPPED[status])
    elif reason != "transferred":
        why = {"clearly_minor": "情节显著轻微，危害不大", "not_proven": "经查违法事实不成立"}[reason]
    closed = None if status == "在办" else weekday(plus(filed, dice.whole(20, 70)))
    case = district.admin_case(act.conduct.agency, party, act, filed, status, closed, why)
    if reason == "term_extended":
        case["extension_until"] = plus(district.until, dice.whole(10, 40))
    if reason == "transferred":
        # The transfer does not name the case: it must be found by the party.
        course = run_course(district, party, act, weekday(plus(filed, 15)), "convicted", under_owner=True)
        link_course(district, case, course)
    outcome = "flagged" if planted else "clear" if status == "在办" else "excluded"
    district.expect("f11", case, outcome, reason, _kind(planted), code)


def stalled(district: District, planted: bool) -> None:
    """f12: silent after a notice or for years, withdrawn without reason; twins differ in one point."""
    dice = district.dice
    kind = dice.pick(("on_notice", "withdrawn", "silent"))
    code = dice.pick(GOODS)
    party = party_for(district, code)
    if kind == "withdrawn":
        _withdrawn(district, planted, code, party)
        return
    twin = {"on_notice": dice.pick(("notice_running", "charged")), "silent": "silent_five_months"}[kind]
    reason = kind if planted else twin
    oldest, newest = {
        "on_notice": (900, 130),
        "silent": (1400, 800),
        "notice_running": (70, 20),
        "charged": (500, 200),
        "silent_five_months": (150, 100),
    }[reason]
    filed = _day(district, oldest, newest)
    act = make_act(district, code, "above", party, filed)
    source = "报案" if kind == "silent" else "检察监督"
    police = file_case(district, party, act, filed, source=source)
    outcome = "flagged" if planted else "clear"
    if reason == "charged":
        # Charged after the term, and the police's own record was never brought up to date.
        prosecute(district, party, act, police, plus(filed, 120))
        police.update(outcome="侦查中", outcome_on=None)
        outcome = "excluded"
    district.expect("f12", police, outcome, reason, _kind(planted), code)


def _withdrawn(district: District, planted: bool, code: str, party: Party) -> None:
    sent = _day(district, 900, 120)
    act = make_act(district, code, "above", party, plus(sent, -20))
    case = district.admin_case(
        act.conduct.agency, party, act, plus(act.ended, 2), "移送", sent, "移送公安机关"
    )
    course = run_course(district, party, act, sent, "investigated", case=case)
    link_course(district, case, course)
    police = course.police
    assert police is not None
    police.update(outcome="撤案", outcome_on=plus(sent, district.dice.whole(30, 80)))
    if not planted:
        police["outcome_reason"] = district.dice.pick(("犯罪嫌疑人死亡", "已过追诉时效期限"))
    reason = "withdrawn" if planted else "withdrawn_with_reason"
    if planted and plus(police["outcome_on"], 60) < district.until:
        district.expect("r06", police, "flagged", reason, "planted", code)
    district.expect("f12", police, "flagged" if planted else "clear", reason, _kind(planted), code)


def _unheard(population: Population) -> Party:
    """Return a person whose name nobody else bears: a namesake's case would hide a missing one."""
    taken = {person.name for person in population.persons}
    while True:
        person = population.new_person()
        if person.name not in taken:
            return Party(person)


NAMED = (
    "上述行为系与{name}（另案处理）共同实施。",
    "作案过程中伙同{name}共同实施。",
    "同案人{name}（已另案处理）负责联系货源。",
)


def co_offender(district: District, planted: bool) -> None:
    """f13: handled separately, they say, but no case; twins have one, are named lately or in part."""
    dice = district.dice
    code = dice.pick(("214", "140", "213"))
    party, other = party_for(district, code), _unheard(district.population)
    reason = "no_case_of_their_own" if planted else dice.pick(("own_case", "named_lately", "named_in_part"))
    sent = _day(district, *((150, 100) if reason == "named_lately" else (1200, 450)))
    name = other.person.name[0] + "某" if reason == "named_in_part" else other.person.name
    suffix = dice.pick(NAMED if reason != "named_in_part" else NAMED[:1]).format(name=name)
    act = make_act(district, code, "above", party, plus(sent, -20), suffix=suffix)
    case = district.admin_case(
        act.conduct.agency, party, act, plus(act.ended, 2), "移送", sent, "移送公安机关"
    )
    course = run_course(district, party, act, sent, "convicted", case=case)
    link_course(district, case, course)
    if reason == "own_case":
        own = make_act(district, code, "above", other, sent)
        police = file_case(district, other, own, weekday(plus(sent, 30)), source="自行发现")
        police["outcome"], police["outcome_on"] = "移送审查起诉", plus(sent, 90)
    outcome = "flagged" if planted else "insufficient" if reason == "named_in_part" else "clear"
    target = course.police or case
    district.expect("f13", target, outcome, reason, _kind(planted), code)
    district.expected[-1].party = name


def _near(district: District, code: str, low: float, high: float) -> dict[str, float]:
    """Return amounts that reach that share of the line and no more."""
    share = district.dice.between(low, high)
    if code == "205":
        tax = float(int(share * 100_000))
        return {"invoice_tax_cny": tax, "_face": round(tax / 0.13, 2), "_count": 8.0}
    amount = float(int(share * 50_000))
    if code == "225-tobacco":
        cartons = float(max(2, int(amount / 150)))
        return {
            "business_cny": amount,
            "cigarettes_count": cartons * 200,
            "_cartons": cartons,
            "gain_cny": float(int(amount * 0.05)),
        }
    gain = float(int(amount * 0.1))
    return {"sales_cny": amount, "unsold_cny": 0.0, "goods_cny": amount, "gain_cny": gain}


def downgraded(district: District, planted: bool) -> None:
    """f14: three signs and more below the line; twins show two, were sent, or lack the columns."""
    dice = district.dice
    reason = "signs" if planted else dice.pick(("two_signs", "transferred", "columns_not_delivered"))
    code = "140" if reason == "columns_not_delivered" else dice.pick(("225-tobacco", "205"))
    party = party_for(district, code)
    decided = _day(district, 1300, 60)
    act = make_act(
        district, code, "below", party, plus(decided, -40), given=_near(district, code, 0.86, 0.97)
    )
    signs = {"collective_discussion": True, "serious": True, "appraisal_made": dice.chance(0.5)}
    if reason == "two_signs":
        signs.update(serious=False, appraisal_made=False)
    record = penalise(district, party, act, decided, **signs)
    outcome = {"signs": "flagged", "two_signs": "clear", "columns_not_delivered": "insufficient"}.get(
        reason, "excluded"
    )
    if reason == "transferred":
        sent = weekday(plus(act.ended, 8))
        link_course(district, record, run_course(district, party, act, sent, "investigated"))
    district.expect("f14", record, outcome, reason, _kind(planted), code)


SUSPICIOUS = ("涉案商品涉及两种注册商标。", "涉案商品的价格认定尚未完成。", "当事人说不清货物来源。")


def suspicion(district: District, planted: bool) -> None:
    """f16: near the line, or two other signs; twins show one sign, are far below, or were sent."""
    dice = district.dice
    reason = dice.pick(
        ("near_the_line", "two_signs") if planted else ("one_sign", "half_the_line", "transferred")
    )
    party = party_for(district, "214")
    decided = _day(district, 1300, 60)
    low, high = {
        "near_the_line": (0.62, 0.95),
        "half_the_line": (0.45, 0.56),
        "transferred": (0.7, 0.95),
    }.get(reason, (0.05, 0.2))
    count = {"two_signs": 2, "one_sign": 1}.get(reason, 0)
    act = make_act(
        district,
        "214",
        "below",
        party,
        plus(decided, -40),
        given=_near(district, "214", low, high),
        suffix="".join(dice.some(SUSPICIOUS, count)),
        body=0,
    )
    record = penalise(district, party, act, decided)
    outcome = "flagged" if planted else "excluded" if reason == "transferred" else "clear"
    if reason == "transferred":
        sent = weekday(plus(act.ended, 8))
        link_course(district, record, run_course(district, party, act, sent, "investigated"))
    district.expect("f16", record, outcome, reason, _kind(planted), "214")


CASES = 24
PLAIN = {"collective_discussion": False, "appraisal_made": False}


def bunching(district: District, planted: bool) -> None:
    """f07: an agency whose amounts stop just below the line; the twin's amounts lie as thick further below.

    The twin's amounts also pile up below seven tenths of the line, where a pile means nothing.
    """
    code = "225-tobacco" if planted else "140"
    bands = ((0.93, 0.998),) if planted else ((0.81, 0.898), (0.905, 0.995), (0.65, 0.698))
    records: list[Record] = []
    for at in range(CASES):
        party = party_for(district, code)
        decided = _day(district, 1700, 30)
        given = _near(district, code, *bands[at % len(bands)])
        act: Act = make_act(
            district, code, "below", party, plus(decided, -district.dice.whole(20, 60)), given=given
        )
        records.append(penalise(district, party, act, decided, **PLAIN))
    outcome, reason = ("flagged", "just_below") if planted else ("clear", "smooth")
    district.expect("f07", records[0], outcome, reason, _kind(planted), code, records)
