"""The course of a criminal matter: transfer, police, procuratorate, court, and the way back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from pipelines.demo.authorities import AUTHORITIES, COURT, POLICE, PROCURATORATE
from pipelines.demo.dice import plus, weekday, weekdays_later
from pipelines.demo.district import District, Record
from pipelines.demo.identifiers import masked
from pipelines.demo.people import Party
from pipelines.demo.tale import Act, Tale

PRISON = ("六个月", "十个月", "一年", "一年六个月", "二年")
PROBATION = ("一年", "二年")
ATTACHMENTS = "移送书;调查报告;涉案物品清单;检验报告或鉴定意见"
PRINCIPAL = (
    "sales_cny",
    "business_cny",
    "tax_evaded_cny",
    "invoice_tax_cny",
    "unsold_cny",
    "project_cny",
    "gain_cny",
)


@dataclass(slots=True)
class Course:
    """The records one matter left behind."""

    transfer: Record | None = None
    police: Record | None = None
    pros: Record | None = None
    document: Record | None = None
    judgment: Record | None = None
    penalty: Record | None = None


def retell(district: District, act: Act) -> str:
    """Tell the act once more in other words, as police or procuratorate do."""
    body = district.dice.pick(act.conduct.bodies)
    numbers = dict(act.amounts)
    numbers.setdefault("_sold", numbers.get("business_cny", 0.0))
    numbers.setdefault("_cartons", numbers.get("cigarettes_count", 0.0) / 200)
    numbers.setdefault("is_medical_harm", 1.0)
    numbers.setdefault("_count", 12.0)
    numbers.setdefault("_face", round(numbers.get("invoice_tax_cny", 0.0) / 0.13, 2))
    return (
        body(Tale(district.dice, numbers, act.began, act.ended, act.product, act.mark, act.extra))
        + act.suffix
    )


def role_of(party: Party) -> str:
    """Return what the person is to the firm."""
    return "经营者" if party.firm and party.firm.is_person else "法定代表人"


def told_of(district: District, party: Party, act: Act, word: str = "犯罪嫌疑人") -> str:
    """Return the criminal side's account, which names person and firm."""
    who = f"{word}{party.person.name}"
    if party.firm:
        who += f"系{party.firm.name}{role_of(party)}"
    return f"{who}。{retell(district, act)}"


def send(
    district: District,
    agency: str,
    party: Party,
    act: Act,
    sent: dt.date,
    *,
    penalty: Record | None = None,
    case: Record | None = None,
    under_owner: bool = False,
    mask: bool = False,
    kind: str = "涉嫌犯罪",
    to: str = POLICE,
    **more: object,
) -> Record:
    """Add a transfer on that day, in time and complete unless told otherwise."""
    dice = district.dice
    authority = AUTHORITIES[agency]
    person, firm = party.person, party.firm
    alone = under_owner or firm is None
    hour = dice.whole(9, 16)
    exact = dice.chance(0.6)
    approved: dt.date = dt.datetime(sent.year, sent.month, sent.day, hour) - dt.timedelta(
        hours=dice.whole(3, 20)
    )
    transferred: dt.date = dt.datetime(sent.year, sent.month, sent.day, hour)
    if not exact:
        approved, transferred = plus(sent, -1), sent
    reported = plus(approved.date() if isinstance(approved, dt.datetime) else approved, -dice.whole(0, 2))
    id_no: str | None = masked(person.id_no) if mask else person.id_no
    record: Record = {
        "transfer_no": "",
        "kind": kind,
        "authority": authority.name_on(sent),
        "authority_code": authority.code,
        "to_authority": to,
        "party_name": person.name if alone else party.name,
        "party_id_no": id_no if alone or dice.chance(0.5) else None,
        "credit_code": None if alone or firm is None else firm.code,
        "suspected_offence": act.conduct.offence,
        "facts": act.facts if not alone else told_of(district, party, act, "当事人"),
        "reported_on": reported,
        "approved_on": approved,
        "approval": "批准",
        "transferred_on": transferred,
        "copied_on": sent,
        "received_on": sent,
        "attachments": ATTACHMENTS,
        "_agency": agency,
        "_serial": "transfer",
        "_date": sent,
        "_act": act,
        "_refs": [],
    }
    if penalty is not None and dice.chance(0.6) and not mask and not under_owner:
        record["_refs"].append(("decision_no", penalty, "decision_no"))
    if case is not None:
        record["_refs"].append(("case_no", case, "case_no"))
    record.update(more)
    return district.add("transfer", record, party)


def decide(district: District, transfer: Record, decision: str, on: dt.date, reason: str = "") -> None:
    """Note the police's decision on a transfer, if it has been made by now."""
    if on <= district.until:
        transfer["police_decision"], transfer["police_decided_on"] = decision, on
        transfer["not_filed_reason"] = reason or None


def file_case(
    district: District,
    party: Party,
    act: Act,
    filed: dt.date,
    *,
    transfer: Record | None = None,
    source: str = "行政机关移送",
    mask: bool = False,
    with_firm: bool | None = None,
) -> Record:
    """Add the police's case against the person."""
    person, firm = party.person, party.firm
    if with_firm is None:
        with_firm = firm is not None and not firm.is_person and district.dice.chance(0.5)
    record: Record = {
        "police_case_no": "",
        "police_org": POLICE,
        "source": source,
        "suspect_name": person.name,
        "suspect_id_no": masked(person.id_no) if mask else person.id_no,
        "credit_code": firm.code if firm and with_firm else None,
        "offence": act.conduct.offence,
        "facts": told_of(district, party, act),
        "filed_on": filed,
        "outcome": "侦查中",
        "_serial": "police",
        "_date": filed,
        "_act": act,
        "_refs": [],
    }
    if transfer is not None:
        record["_refs"].append(("transfer_no", transfer, "transfer_no"))
        transfer["_refs"].append(("police_case_no", record, "police_case_no"))
    return district.add("police_case", record, party)


def prosecute(
    district: District, party: Party, act: Act, police: Record, accepted: dt.date, *, mask: bool = False
) -> Record:
    """Add the procuratorate's case, still under review."""
    police["outcome"], police["outcome_on"] = "移送审查起诉", accepted
    amount = next((act.amounts[key] for key in PRINCIPAL if act.amounts.get(key)), None)
    record: Record = {
        "pros_no": "",
        "suspect_name": party.person.name,
        "suspect_id_no": masked(party.person.id_no) if mask else party.person.id_no,
        "credit_code": police["credit_code"],
        "offence": act.conduct.offence,
        "role": "主犯",
        "facts": told_of(district, party, act),
        "amount_cny": amount,
        "act_ended_on": act.ended,
        "plea": district.dice.chance(0.8),
        "accepted_on": accepted,
        "decision": "审查中",
        "_serial": "pros",
        "_date": accepted,
        "_act": act,
        "_refs": [("police_case_no", police, "police_case_no")],
    }
    return district.add("prosecution", record, party)


def rule(pros: Record, decision: str, on: dt.date) -> None:
    """Note the procuratorate's decision."""
    pros["decision"], pros["decided_on"] = decision, on
    pros["_ruling"] = "indictment" if decision == "起诉" else "non_prosecution"


def sentence(
    district: District, party: Party, act: Act, pros: Record, judged: dt.date, deducted: float = 0.0
) -> Record:
    """Add the judgment."""
    dice = district.dice
    fine = max(5000.0, round((pros["amount_cny"] or 10_000) * dice.between(0.5, 1.2), -3))
    record: Record = {
        "court_case_no": "",
        "court": COURT,
        "defendant_name": party.person.name,
        "defendant_id_no": party.person.id_no,
        "credit_code": pros["credit_code"],
        "offence": act.conduct.offence,
        "verdict": "有罪",
        "sentence": f"有期徒刑{dice.pick(PRISON)}，缓刑{dice.pick(PROBATION)}",
        "fine_cny": fine + deducted,
        "fine_deducted_cny": deducted or None,
        "occupational_ban": act.conduct.consequence or None,
        "facts": told_of(district, party, act, "被告人"),
        "judged_on": judged,
        "effective_on": plus(judged, 11) if plus(judged, 11) <= district.until else None,
        "_serial": "court",
        "_date": judged,
        "_act": act,
        "_refs": [("pros_no", pros, "pros_no")],
    }
    return district.add("judgment", record, party)


def document(
    district: District,
    kind: str,
    to: str,
    issued: dt.date,
    *,
    party: Party | None,
    content: str,
    **more: object,
) -> Record:
    """Add a document of the procuratorate."""
    record: Record = {
        "doc_no": "",
        "kind": kind,
        "issuer": PROCURATORATE,
        "to_authority": to,
        "party_name": party.person.name if party else None,
        "party_id_no": party.person.id_no if party else None,
        "content": content,
        "issued_on": issued,
        "_serial": kind,
        "_date": issued,
        "_refs": [],
    }
    record.update(more)
    return district.add("procuratorial_document", record, party)


def opinion(district: District, party: Party, act: Act, pros: Record, issued: dt.date) -> Record:
    """Add the opinion that the agency should penalise."""
    served = min(plus(issued, 2), district.until)
    record = document(
        district,
        "检察意见书",
        AUTHORITIES[act.conduct.agency].name,
        issued,
        party=party,
        content=f"{party.person.name}涉嫌{act.conduct.offence}一案，本院决定不起诉。经审查，建议依法给予行政处罚。",
        served_on=served,
        reply_due_on=plus(served, 90),
    )
    record["_refs"] += [("pros_no", pros, "pros_no"), ("decision_no", pros, "decision_no")]
    return record


def reverse(
    district: District,
    party: Party,
    act: Act,
    pros: Record,
    decided: dt.date,
    *,
    under_firm: bool = False,
    handover: int = 0,
    review: int = 0,
) -> tuple[Record | None, Record | None]:
    """Run the way back in good order: hand over, review, opinion, reply, penalty; as far as today allows."""
    dice, until = district.dice, district.until
    handed = weekdays_later(decided, handover or dice.whole(1, 2))
    if handed > until:
        return None, None
    pros["handed_over_on"] = pros["review_registered_on"] = handed
    pros["competent_authority"] = AUTHORITIES[act.conduct.agency].name
    closed = weekdays_later(handed, review or dice.whole(3, 7))
    if closed > until:
        return None, None
    pros["review_closed_on"], pros["review_conclusion"] = closed, "制发检察意见"
    paper = opinion(district, party, act, pros, closed)
    penalised = weekday(plus(closed, dice.whole(25, 65)))
    replied = weekday(plus(penalised, dice.whole(2, 6)))
    if replied > until:
        return paper, None
    target = party if under_firm or party.firm is None or dice.chance(0.7) else Party(party.person)
    penalty = district.penalty(
        act.conduct.agency,
        target,
        weekday(plus(closed, 5)),
        penalised,
        violation=act.violation,
        facts=act.facts,
        basis=act.conduct.basis,
        fine=float(dice.whole(5, 60) * 1000),
        act=act,
        kinds=("罚款", "没收违法所得") if act.amounts.get("gain_cny") else ("罚款",),
        forfeit=act.amounts.get("gain_cny", 0.0),
        remark="根据检察意见书作出，依法减轻处罚" if dice.chance(0.5) else "依法减轻处罚",
    )
    district.expect("f01", penalty, "excluded", "not_prosecuted", "twin", act.conduct.code)
    paper["replied_on"], paper["reply_result"] = replied, "已处罚"
    paper["_refs"].append(("reply_decision_no", penalty, "decision_no"))
    verified = plus(replied, 10)
    if verified <= until:
        paper["verified_on"], paper["verified_result"] = verified, "属实"
    return paper, penalty


def run_course(
    district: District,
    party: Party,
    act: Act,
    sent: dt.date,
    ending: str,
    *,
    agency: str = "",
    penalty: Record | None = None,
    case: Record | None = None,
    under_owner: bool = False,
    mask: bool = False,
    to: str = POLICE,
) -> Course:
    """Run a matter in good order from the transfer to its ending, as far as today allows."""
    dice, until = district.dice, district.until
    agency = agency or act.conduct.agency
    course = Course(
        send(
            district,
            agency,
            party,
            act,
            sent,
            penalty=penalty,
            case=case,
            under_owner=under_owner,
            mask=mask,
            to=to,
        )
    )
    assert course.transfer is not None
    filed = plus(sent, dice.whole(1, 3))
    if filed > until:
        return course
    if ending == "declined":
        decide(district, course.transfer, "不予立案", filed, "犯罪事实显著轻微，不需要追究刑事责任")
        return course
    decide(district, course.transfer, "立案", filed)
    course.police = file_case(district, party, act, filed, transfer=course.transfer, mask=mask)
    accepted = weekday(plus(filed, dice.whole(25, 75)))
    if accepted > until or ending == "investigated":
        return course
    course.pros = prosecute(district, party, act, course.police, accepted, mask=mask)
    decided = weekday(plus(accepted, dice.whole(12, 40)))
    if decided > until:
        return course
    if ending == "not_prosecuted":
        rule(course.pros, "酌定不起诉", decided)
        course.document, course.penalty = reverse(district, party, act, course.pros, decided)
        return course
    rule(course.pros, "起诉", decided)
    judged = weekday(plus(decided, dice.whole(25, 70)))
    if judged <= until:
        earlier = float(penalty["fine_cny"] or 0) if penalty and penalty["decided_on"] < judged else 0.0
        course.judgment = sentence(district, party, act, course.pros, judged, earlier)
    return course


def link_course(district: District, record: Record, course: Course) -> None:
    """Note that an administrative record and all criminal ones are about the same party."""
    for other in (course.transfer, course.police, course.pros, course.judgment):
        if other is not None:
            district.same(record, other)
