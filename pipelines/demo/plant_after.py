"""What comes after the way back: cases nobody took up, bans, limitation, double fines, loops, dates."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.authorities import AUTHORITIES
from pipelines.demo.background import make_act, ordinary, party_for, penalise
from pipelines.demo.course import document, file_case, prosecute, rule, sentence
from pipelines.demo.dice import plus, weekday, weekdays_later
from pipelines.demo.district import District, Record
from pipelines.demo.people import Party
from pipelines.demo.tale import Act

GOODS = ("214", "140", "213")


def _kind(planted: bool) -> str:
    return "planted" if planted else "twin"


def _day(district: District, oldest: int, newest: int) -> dt.date:
    return weekday(plus(district.until, -district.dice.whole(newest + 2, oldest)))


def unreturned(district: District, planted: bool) -> None:
    """r06: the police ended the case, and nobody was told; twins were, or there was nothing to penalise."""
    dice = district.dice
    reason = (
        "never_returned" if planted else dice.pick(("returned", "penalised_later", "no_violation", "recent"))
    )
    code = dice.pick(GOODS)
    party = party_for(district, code)
    ended = _day(district, 45, 10) if reason == "recent" else _day(district, 900, 150)
    filed = weekday(plus(ended, -dice.whole(30, 80)))
    act = make_act(district, code, "below", party, filed)
    police = file_case(district, party, act, filed, source=dice.pick(("报案", "自行发现")))
    police.update(
        outcome=dice.pick(("撤案", "终止侦查")),
        outcome_on=ended,
        outcome_reason="没有违法事实" if reason == "no_violation" else "情节显著轻微，不认为是犯罪",
    )
    if reason == "returned":
        police["returned_to"] = AUTHORITIES[act.conduct.agency].name
        police["returned_on"] = plus(ended, dice.whole(1, 20))
    elif reason == "penalised_later":
        record = penalise(
            district, party, act, weekday(plus(ended, dice.whole(20, 70))), filed=plus(ended, 5)
        )
        district.same(record, police)
    outcome = {"no_violation": "excluded"}.get(reason, "flagged" if planted else "clear")
    district.expect("r06", police, outcome, reason, _kind(planted), code)


def _sentenced(
    district: District, code: str, judged: dt.date, party: Party | None = None
) -> tuple[Party, Act, Record]:
    dice = district.dice
    party = party or party_for(district, code)
    decided = weekday(plus(judged, -dice.whole(25, 60)))
    accepted = weekday(plus(decided, -dice.whole(15, 40)))
    filed = weekday(plus(accepted, -dice.whole(30, 70)))
    act = make_act(district, code, "above", party, plus(filed, -5))
    police = file_case(district, party, act, filed, source="自行发现")
    pros = prosecute(district, party, act, police, accepted)
    rule(pros, "起诉", decided)
    return party, act, sentence(district, party, act, pros, judged)


def no_ban(district: District, planted: bool) -> None:
    """r07: convicted for toxic food, and no ban anywhere; twins have one, or time."""
    dice = district.dice
    reason = "no_ban" if planted else dice.pick(("in_judgment", "banned_by_agency", "recent"))
    judged = _day(district, 50, 15) if reason == "recent" else _day(district, 800, 150)
    party, act, judgment = _sentenced(district, "144", judged)
    if reason != "in_judgment":
        judgment["occupational_ban"] = None
    if reason == "banned_by_agency":
        record = penalise(
            district, party, act, weekday(plus(judged, dice.whole(20, 45))), filed=plus(judged, 5), fine=0.0
        )
        record.update(
            penalty_kinds="限制从业",
            penalty_text="终身不得从事食品生产经营管理工作",
            fine_cny=None,
            forfeit_cny=None,
        )
        district.same(record, judgment)
        district.expect("f01", record, "excluded", "prosecuted", "twin", "144")
    outcome = {"in_judgment": "excluded"}.get(reason, "flagged" if planted else "clear")
    district.expect("r07", judgment, outcome, reason, _kind(planted), "144")


def limitation(district: District, planted: bool) -> None:
    """r08: two years since the act end within sixty days; a twin has more time."""
    dice = district.dice
    code = dice.pick(GOODS)
    party = party_for(district, code)
    two_years_ago = district.until.replace(year=district.until.year - 2, day=min(district.until.day, 28))
    act = make_act(district, code, "above", party, plus(two_years_ago, 45 if planted else 170))
    decided = weekday(plus(district.until, -dice.whole(6, 9)))
    accepted = weekday(plus(decided, -dice.whole(20, 40)))
    filed = weekday(plus(accepted, -dice.whole(30, 70)))
    pros = prosecute(
        district, party, act, file_case(district, party, act, filed, source="自行发现"), accepted
    )
    rule(pros, "酌定不起诉", decided)
    handed = min(weekdays_later(decided, 1), district.until)
    pros["handed_over_on"] = pros["review_registered_on"] = handed
    outcome, reason = ("flagged", "runs_out") if planted else ("clear", "time_left")
    district.expect("r08", pros, outcome, reason, _kind(planted), code)
    district.expect("r03", pros, "clear", "term_running", "twin", code)


def double_burden(district: District, planted: bool) -> None:
    """r09: fined after the criminal fine, or before it and not deducted; a twin's fine was deducted."""
    dice = district.dice
    code = dice.pick(GOODS)
    party = Party(district.population.new_person())
    judged = _day(district, 800, 120)
    party, act, judgment = _sentenced(district, code, judged, party)
    reason = dice.pick(("after_judgment", "not_deducted")) if planted else "deducted"
    if reason == "after_judgment":
        decided = weekday(plus(judged, dice.whole(20, 60)))
        record = penalise(district, party, act, decided, filed=plus(act.ended, 3))
    else:
        record = penalise(district, party, act, plus(act.ended, 5), filed=plus(act.ended, 1), fine=5000.0)
        judgment["fine_deducted_cny"] = 5000.0 if reason == "deducted" else "0"
    district.same(record, judgment)
    district.expect("f01", record, "excluded", "prosecuted", "twin", code)
    district.expect("r09", record, "flagged" if planted else "clear", reason, _kind(planted), code)


def open_loop(district: District, planted: bool) -> None:
    """r10: service, result or verification is missing for long; twins are closed or young."""
    dice = district.dice
    reason = (
        dice.pick(("not_served", "still_at_work", "not_verified"))
        if planted
        else dice.pick(("closed", "young"))
    )
    issued = _day(district, 60, 45) if reason == "young" else _day(district, 900, 320)
    agency = AUTHORITIES[dice.pick(("labour", "emergency", "market"))]
    paper = document(
        district,
        "检察建议书",
        agency.name_on(issued),
        issued,
        party=None,
        content="建议依法履行监管职责，规范执法程序。",
    )
    replied = plus(issued, dice.whole(20, 50))
    if reason != "not_served":
        paper["served_on"] = plus(issued, 2)
        paper.update(replied_on=replied, reply_result="办理中" if reason == "still_at_work" else "已整改")
    if reason == "closed":
        paper.update(verified_on=plus(replied, dice.whole(5, 60)), verified_result="属实")
    elif reason == "young":
        paper["replied_on"] = plus(district.until, -dice.whole(10, 25))
    outcome = "flagged" if planted else "clear"
    district.expect("r10", paper, outcome, reason, _kind(planted))
    # A suggestion has two months; none of these answers is late.
    said = (
        ("flagged", "no_reply", "planted")
        if reason == "not_served"
        else ("clear", "answered_in_time", "twin")
    )
    district.expect("r04", paper, *said)


def odd_order(district: District, planted: bool) -> None:
    """i05: decided before it was filed; a twin was filed and decided on one day."""
    record = ordinary(district)
    decided: dt.date = record["decided_on"]
    filed = plus(decided, district.dice.whole(2, 40)) if planted else decided
    record["filed_on"] = min(filed, district.until) if planted else filed
    if planted and record["filed_on"] <= decided:
        record["decided_on"] = record["_date"] = plus(record["filed_on"], -district.dice.whole(2, 40))
        record["served_on"] = record["paid_on"] = None
    record["act_began_on"] = record["act_ended_on"] = plus(record["decided_on"], -3)
    record["hearing_notified_on"] = None
    outcome, reason = ("flagged", "decided_before_filed") if planted else ("clear", "same_day")
    district.expect("i05", record, outcome, reason, _kind(planted))
