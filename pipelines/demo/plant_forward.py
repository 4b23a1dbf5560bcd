"""Late transfers, idle police, refusals nobody challenged, split and repeated penalties, missed suppliers."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.authorities import POLICE
from pipelines.demo.background import make_act, party_for, penalise
from pipelines.demo.conducts import CONDUCTS
from pipelines.demo.course import decide, document, file_case, link_course, run_course, send
from pipelines.demo.dice import plus, weekday
from pipelines.demo.district import District, Record
from pipelines.demo.people import Party
from pipelines.demo.tale import Act, tell

COMMON = ("214", "140", "225-tobacco", "213", "205")


def _matter(district: District, sent: dt.date, level: str = "above") -> tuple[str, Party, Act, Record]:
    """Return a fresh matter and its administrative case, closed by the transfer on that day."""
    code = district.dice.pick(COMMON)
    party = party_for(district, code)
    act = make_act(district, code, level, party, plus(sent, -district.dice.whole(40, 60)))
    case = district.admin_case(
        act.conduct.agency, party, act, plus(act.ended, 2), "移送", sent, "移送公安机关"
    )
    return code, party, act, case


def _day(district: District, oldest: int, newest: int) -> dt.date:
    return weekday(plus(district.until, -district.dice.whole(newest + 2, oldest)))


def late_transfer(district: District, planted: bool) -> None:
    """f02: sent over 24 hours after approval, or approved over 3 days after the report."""
    dice = district.dice
    sent = _day(district, 1400, 100)
    code, party, act, case = _matter(district, sent)
    course = run_course(district, party, act, sent, "convicted", case=case)
    transfer = course.transfer
    assert transfer is not None
    moment = dt.datetime(sent.year, sent.month, sent.day, 10)
    transfer["transferred_on"] = moment
    if planted and dice.chance(0.5):
        transfer["approved_on"] = moment - dt.timedelta(hours=dice.pick((25, 30, 51, 100, 240)))
        reason = "sent_late"
    elif planted:
        transfer["approved_on"] = moment - dt.timedelta(hours=5)
        reason = "approved_late"
    else:
        transfer["approved_on"] = moment - dt.timedelta(hours=24)
        reason = "exactly_24_hours"
    late = reason == "approved_late"
    transfer["reported_on"] = plus(transfer["approved_on"].date(), -dice.whole(14, 25) if late else -1)
    link_course(district, case, course)
    district.expect("f02", transfer, *_said(planted), reason, _kind(planted), code)


def _said(planted: bool) -> tuple[str]:
    return ("flagged" if planted else "clear",)


def _kind(planted: bool) -> str:
    return "planted" if planted else "twin"


def idle_police(district: District, planted: bool) -> None:
    """f03: no decision on a transfer for long; a transfer of two days ago is not yet due."""
    dice = district.dice
    sent = _day(district, 400, 9) if planted else plus(district.until, -2)
    code, party, act, case = _matter(district, sent)
    transfer = send(district, act.conduct.agency, party, act, sent, case=case)
    reason = "no_decision" if planted else "not_yet_due"
    if planted and dice.chance(0.4):
        decided = plus(sent, dice.whole(15, 60))
        if decided < district.until:
            decide(district, transfer, "立案", decided)
            police = file_case(district, party, act, decided, transfer=transfer)
            police["outcome"] = "移送审查起诉"
            police["outcome_on"] = min(plus(decided, 40), district.until)
            reason = "decided_late"
    district.same(case, transfer)
    district.expect("f03", transfer, *_said(planted), reason, _kind(planted), code)


def moved_jurisdiction(district: District) -> None:
    """f03 twin: a transfer for want of jurisdiction is no criminal transfer."""
    sent = _day(district, 600, 30)
    code, party, act, case = _matter(district, sent, "below")
    case["status"], case["close_reason"] = "移送", "移送有管辖权的行政机关"
    transfer = send(
        district, act.conduct.agency, party, act, sent, case=case, kind="管辖移送", to="临渡区市场监督管理局"
    )
    transfer["suspected_offence"] = None
    district.expect("f03", transfer, "clear", "not_criminal", "twin", code)


def refusal(district: District, planted: bool) -> None:
    """f04: police declined above the line and nobody objected; twins objected in one of three ways."""
    dice = district.dice
    sent = _day(district, 1300, 90)
    code, party, act, case = _matter(district, sent)
    transfer = send(district, act.conduct.agency, party, act, sent, case=case)
    refused = plus(sent, dice.whole(1, 3))
    decide(district, transfer, "不予立案", refused, dice.pick(("情节显著轻微", "没有犯罪事实", "证据不足")))
    reason = "unchallenged"
    if not planted:
        reason = dice.pick(("reconsidered", "supervision_requested", "document_exists"))
        if reason == "reconsidered":
            transfer["reconsidered_on"], transfer["reconsideration"] = plus(refused, 2), "维持"
        elif reason == "supervision_requested":
            transfer["supervision_requested_on"] = plus(refused, 3)
        else:
            issued = plus(refused, 20)
            paper = document(
                district,
                "要求说明不立案理由通知书",
                POLICE,
                issued,
                party=party,
                content="请说明不立案理由。",
            )
            paper.update(served_on=issued, replied_on=plus(issued, 4), reply_result="已说明理由")
            paper["_refs"].append(("transfer_no", transfer, "transfer_no"))
    record = penalise(district, party, act, weekday(plus(refused, dice.whole(12, 40))))
    district.same(record, transfer)
    district.expect("f04", transfer, "flagged" if planted else "excluded", reason, _kind(planted), code)
    district.expect("f01", record, "excluded", "police_declined", "twin", code)


def stalled_supervision(district: District, planted: bool) -> None:
    """f05: no reasons given in seven days, or no case filed fifteen days after the notice."""
    dice = district.dice
    sent = _day(district, 900, 120)
    code, party, act, case = _matter(district, sent)
    transfer = send(district, act.conduct.agency, party, act, sent, case=case)
    refused = plus(sent, 3)
    decide(district, transfer, "不予立案", refused, "证据不足")
    first = plus(refused, dice.whole(10, 25))
    asks = dice.chance(0.5)
    ask = document(
        district,
        "要求说明不立案理由通知书",
        POLICE,
        first,
        party=party,
        content="请在七日内书面说明不立案理由。",
    )
    ask["served_on"] = first
    ask["_refs"].append(("transfer_no", transfer, "transfer_no"))
    district.expect("f04", transfer, "excluded", "document_exists", "twin", code)
    if planted:
        # Refused, never filed after all, and the agency did nothing either.
        district.expect("r06", transfer, "flagged", "agency_idle", "planted", code)
    elif asks:
        record = penalise(district, party, act, weekday(plus(first, dice.whole(12, 40))))
        district.same(record, transfer)
        district.expect("f01", record, "excluded", "police_declined", "twin", code)
        district.expect("r06", transfer, "clear", "penalised_later", "twin", code)
    if planted and asks:
        if dice.chance(0.5):
            ask.update(replied_on=plus(first, 21), reply_result="已说明理由")
        district.expect("f05", ask, "flagged", "no_reasons_in_time", "planted", code)
        return
    ask.update(replied_on=plus(first, 5), reply_result="已说明理由")
    if not planted and asks:
        district.expect("f05", ask, "clear", "reasons_in_time", "twin", code)
        return
    issued = plus(first, 20)
    notice = document(
        district, "通知立案书", POLICE, issued, party=party, content="不立案理由不能成立，请依法立案。"
    )
    notice["served_on"] = issued
    notice["_refs"] += [("transfer_no", transfer, "transfer_no"), ("follows_doc_no", ask, "doc_no")]
    if not planted:
        filed = plus(issued, 10)
        notice.update(replied_on=filed, reply_result="已立案")
        police = file_case(district, party, act, filed, transfer=transfer, source="检察监督")
        police["outcome"], police["outcome_on"] = "移送审查起诉", plus(filed, 45)
        notice["_refs"].append(("police_case_no", police, "police_case_no"))
    district.expect(
        "f05", notice, *_said(planted), "not_filed" if planted else "filed_in_time", _kind(planted), code
    )


def split(district: District, planted: bool) -> None:
    """f06: one stock in several decisions; twins are separate acts, far apart and each finished."""
    dice = district.dice
    code = dice.pick(("140", "205"))
    conduct = CONDUCTS[code]
    party = party_for(district, code)
    shops = [party]
    if code == "140" and planted and dice.chance(0.5):
        shops.append(Party(party.person, district.population.new_firm(conduct.group, owner=party.person)))
    count = dice.whole(3, 4)
    last = _day(district, 700, 30)
    records: list[Record] = []
    product = dice.pick(conduct.goods)
    for at in range(count):
        decided = last if planted else plus(last, -500 * at)
        decided = weekday(plus(decided, dice.whole(0, 3)))
        if decided < district.start:
            continue
        part = float(dice.whole(17_500, 24_000))
        given = {"sales_cny": part, "unsold_cny": 0.0, "goods_cny": part, "gain_cny": float(int(part * 0.12))}
        if code == "205":
            tax = float(dice.whole(36_000, 48_000))
            given = {"invoice_tax_cny": tax, "_face": round(tax / 0.13, 2), "_count": float(dice.whole(2, 9))}
        ended = plus(decided, -30)
        shop = shops[at % len(shops)]
        act = tell(
            dice,
            conduct,
            "below",
            plus(ended, -60 + 10 * at),
            ended,
            given=given,
            place=shop.name,
            product=product,
            suffix="上述商品与同一批次库存一并查获。" if planted and code == "140" else "",
        )
        records.append(penalise(district, shop, act, decided, filed=plus(ended, 2)))
    if len(records) > 1:
        reason = "one_stock_split" if planted else "separate_acts"
        district.expect(
            "f06", records[0], "flagged" if planted else "excluded", reason, _kind(planted), code, records
        )
        for other in records[1:]:
            district.same(records[0], other)


def repeated(district: District, planted: bool) -> None:
    """f09: the third time after two penalties; twins miss the amount, the window, or a prior in force."""
    dice = district.dice
    code = dice.pick(("225-tobacco", "336"))
    party = Party(district.population.new_person()) if code == "336" else party_for(district, code)
    last = _day(district, 300, 20)
    reason = "repeat_route" if planted else dice.pick(("one_cent_below", "outside_window", "prior_revoked"))
    if code == "336" and not planted:
        reason = "prior_revoked"
    gaps = (900, 450) if reason != "outside_window" else (1500, 1250)
    records: list[Record] = []
    for at, gap in enumerate((*gaps, 0)):
        decided = weekday(plus(last, -gap))
        final = gap == 0
        given = {"gain_cny": 800.0, "is_medical_harm": 0.0}
        if code == "225-tobacco":
            business = float(dice.whole(31_000, 46_000)) if final else float(dice.whole(2_000, 12_000))
            if final and reason == "one_cent_below":
                business = 29_999.99
            cartons = float(max(2, int(business / 150)))
            given = {
                "business_cny": business,
                "cigarettes_count": cartons * 200,
                "_cartons": cartons,
                "gain_cny": float(int(business * 0.04)),
            }
        act = make_act(district, code, "below", party, plus(decided, -25), given=given)
        revoked = plus(decided, 60) if reason == "prior_revoked" and at == 1 else None
        records.append(penalise(district, party, act, decided, filed=plus(decided, -20), revoked_on=revoked))
    outcome = (
        "flagged"
        if planted
        else {"prior_revoked": "excluded", "outside_window": "excluded"}.get(reason, "clear")
    )
    district.expect("f09", records[-1], outcome, reason, _kind(planted), code, records[:-1])
    district.expect("f01", records[-1], "clear", "below_line", "twin", code)


def supplier(district: District, planted: bool) -> None:
    """f10: the supplier named in a convicted seller's case has no case anywhere; a twin has one."""
    dice = district.dice
    code = dice.pick(("214", "140"))
    seller, source = party_for(district, code), district.population.take("trade")
    sent = _day(district, 1000, 300)
    suffix = f"上述{'假冒商品' if code == '214' else '不合格产品'}均从{source.name}购进。"
    act = make_act(district, code, "above", seller, plus(sent, -20), suffix=suffix)
    case = district.admin_case(
        act.conduct.agency, seller, act, plus(act.ended, 2), "移送", sent, "移送公安机关"
    )
    course = run_course(district, seller, act, sent, "convicted", case=case)
    link_course(district, case, course)
    if not planted:
        other = make_act(district, code, "above", source, plus(sent, 5))
        run_course(district, source, other, weekday(plus(sent, 20)), "convicted")
    target = course.judgment or case
    district.expect(
        "f10",
        target,
        *_said(planted),
        "no_case_of_supplier" if planted else "supplier_has_case",
        _kind(planted),
        code,
    )
    district.expected[-1].party = source.name


def fined_first(district: District, planted: bool) -> None:
    """f15: fined, and only weeks later sent to the police; a twin was sent two days later."""
    dice = district.dice
    code = dice.pick(COMMON)
    party = party_for(district, code)
    decided = _day(district, 1200, 150)
    act = make_act(district, code, "above", party, plus(decided, -30))
    record = penalise(district, party, act, decided)
    sent = weekday(plus(decided, dice.whole(25, 90))) if planted else plus(decided, 1)
    course = run_course(district, party, act, sent, "convicted", penalty=record)
    link_course(district, record, course)
    reason = "fined_before_transfer" if planted else "sent_next_day"
    district.expect("f15", record, *_said(planted), reason, _kind(planted), code)
    district.expect("f01", record, "excluded", "transferred", "twin", code)
