"""The way back that fails: not handed over, not reviewed, no consequence, no answer, no penalty."""

from __future__ import annotations

import datetime as dt

from pipelines.demo.authorities import AUTHORITIES
from pipelines.demo.background import make_act, party_for, penalise
from pipelines.demo.course import file_case, opinion, prosecute, reverse, rule
from pipelines.demo.dice import plus, weekday, weekdays_later
from pipelines.demo.district import District, Record
from pipelines.demo.people import Party
from pipelines.demo.tale import Act

GUIDELINE = dt.date(2024, 11, 26)
LOOP = 90
CODES = ("214", "140", "213", "225-tobacco", "144")


def _spared(
    district: District, oldest: int, newest: int, decision: str = "酌定不起诉"
) -> tuple[str, Party, Act, Record, dt.date]:
    """Return a matter ending in non-prosecution (under the guideline, if the district's time reaches it)."""
    dice = district.dice
    code = dice.pick(CODES)
    party = party_for(district, code)
    first = max(plus(district.until, -oldest), plus(GUIDELINE, 1))
    last = plus(district.until, -newest - 2)
    decided = weekday(dice.day(min(first, last), last))
    accepted = weekday(plus(decided, -dice.whole(20, 40)))
    filed = weekday(plus(accepted, -dice.whole(30, 70)))
    act = make_act(district, code, "above", party, plus(filed, -5))
    police = file_case(district, party, act, filed, source="自行发现")
    pros = prosecute(district, party, act, police, accepted)
    rule(pros, decision, decided)
    return code, party, act, pros, decided


def _note(
    district: District,
    model: str,
    record: Record,
    planted: bool,
    reason: str,
    code: str,
    other: str = "clear",
) -> None:
    outcome = "flagged" if planted else other
    district.expect(model, record, outcome, reason, "planted" if planted else "twin", code)


def late_handover(district: District, planted: bool) -> None:
    """r01: handed over weeks after the decision; a twin on the second working day."""
    code, party, act, pros, decided = _spared(district, 600, 190)
    reverse(district, party, act, pros, decided, handover=district.dice.whole(12, 22) if planted else 2)
    _note(district, "r01", pros, planted, "handed_over_late" if planted else "in_time", code)


def late_review(district: District, planted: bool) -> None:
    """r02: review open far beyond ten working days; a twin was suspended for that long."""
    code, party, act, pros, decided = _spared(district, 600, 200)
    reverse(district, party, act, pros, decided, review=30)
    if not planted:
        pros["review_suspended_days"] = 28
    _note(district, "r02", pros, planted, "review_late" if planted else "suspended", code)


def no_consequence(district: District, planted: bool) -> None:
    """r03: nothing followed; twins ended with a reason, are conditional, or were fined before."""
    dice = district.dice
    reason = (
        "nothing_followed"
        if planted
        else dice.pick(("terminated_with_reason", "conditional", "already_penalised"))
    )
    decision = (
        "附条件不起诉" if reason == "conditional" else dice.pick(("酌定不起诉", "酌定不起诉", "存疑不起诉"))
    )
    code, party, act, pros, decided = _spared(district, 550, 90, decision)
    if reason == "nothing_followed" and dice.chance(0.5):
        handed = weekdays_later(decided, 2)
        pros["handed_over_on"] = pros["review_registered_on"] = handed
        reason = "review_never_closed"
    elif reason == "terminated_with_reason":
        handed = weekdays_later(decided, 2)
        pros.update(
            handed_over_on=handed,
            review_registered_on=handed,
            review_closed_on=weekdays_later(handed, 6),
            review_conclusion="终结审查",
            review_reason="违法行为轻微并已改正，不需要给予行政处罚",
        )
    elif reason == "already_penalised":
        earlier = weekday(plus(act.ended, 25))
        record = penalise(district, party, act, earlier, filed=plus(act.ended, 1))
        district.same(record, pros)
        district.expect("f01", record, "excluded", "police_case_without_transfer", "twin", code)
        handed = weekdays_later(decided, 1)
        pros.update(
            handed_over_on=handed,
            review_registered_on=handed,
            review_closed_on=weekdays_later(handed, 4),
            review_conclusion="终结审查",
            review_reason="同一违法行为已受行政处罚",
        )
    _note(district, "r03", pros, planted, reason, code, "excluded")
    if planted:
        # What never was handed over is late there, and a review that never closed is late itself.
        model = "r02" if reason == "review_never_closed" else "r01"
        district.expect(model, pros, "flagged", reason, "planted", code)


def _issued(district: District, party: Party, act: Act, pros: Record, decided: dt.date) -> Record:
    handed = weekdays_later(decided, 2)
    closed = weekdays_later(handed, 5)
    pros.update(
        handed_over_on=handed,
        review_registered_on=handed,
        review_closed_on=closed,
        review_conclusion="制发检察意见",
        competent_authority=AUTHORITIES[act.conduct.agency].name,
    )
    return opinion(district, party, act, pros, closed)


def no_answer(district: District, planted: bool) -> None:
    """r04: the day for the reply has passed; twins are not due yet, or answered."""
    due = planted or district.dice.chance(0.5)
    code, party, act, pros, decided = _spared(district, 500 if due else 60, 140 if due else 25)
    paper = _issued(district, party, act, pros, decided)
    reason = "no_reply" if planted else "not_yet_due"
    if not planted and due:
        paper.update(
            replied_on=plus(paper["issued_on"], 60),
            reply_result="不予处罚",
            verified_on=plus(paper["issued_on"], 70),
            verified_result="理由成立",
        )
        reason = "answered_in_time"
    elif planted and district.dice.chance(0.4):
        paper["reply_due_on"] = None
    _note(district, "r04", paper, planted, reason, code)
    if planted:
        last = plus(plus(paper["served_on"], 90), LOOP)
        _loop(district, paper, last < district.until, reason, code)


def _loop(district: District, paper: Record, is_open: bool, reason: str, code: str) -> None:
    """Say whether the loop of a paper is open for longer than the term (r10), a holiday's shift left out."""
    outcome, kind = ("flagged", "planted") if is_open else ("clear", "twin")
    district.expect("r10", paper, outcome, reason, kind, code)


def empty_answer(district: District, planted: bool) -> None:
    """r05: the reply says penalised, but there is no penalty; a twin was fined under the firm's name."""
    code, party, act, pros, decided = _spared(district, 550, 190)
    if planted:
        paper = _issued(district, party, act, pros, decided)
        replied = weekday(plus(paper["issued_on"], 60))
        paper.update(replied_on=replied, reply_result="已处罚")
        district.expect("r05", paper, "flagged", "no_penalty_found", "planted", code)
        _loop(district, paper, plus(replied, LOOP) < district.until, "no_penalty_found", code)
        return
    made, penalty = reverse(district, party, act, pros, decided, under_firm=True)
    if made is None or penalty is None:
        return
    if made["_refs"][-1][0] == "reply_decision_no":
        made["_refs"].pop()  # the reply does not name the decision: it must be found by the party
    district.same(penalty, pros)
    district.expect("r05", made, "clear", "penalised_under_firm_name", "twin", code)
