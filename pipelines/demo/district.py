"""The district's records of all feeds: who they are really about, and what should be found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from pipelines.demo import words
from pipelines.demo.authorities import AUTHORITIES, HOTLINE, Authority, criminal_number
from pipelines.demo.dice import Dice, plus
from pipelines.demo.minor_words import HANDLER_GIVEN
from pipelines.demo.people import Firm, Member, Party, Population
from pipelines.demo.tale import Act

Record = dict[str, Any]
FEEDS = (
    "penalty",
    "admin_case",
    "transfer",
    "police_case",
    "prosecution",
    "procuratorial_document",
    "judgment",
    "entity",
    "entity_member",
    "authority",
    "inspection",
    "complaint",
)
KEY = {
    "penalty": "decision_no",
    "admin_case": "case_no",
    "transfer": "transfer_no",
    "police_case": "police_case_no",
    "prosecution": "pros_no",
    "procuratorial_document": "doc_no",
    "judgment": "court_case_no",
    "inspection": "report_no",
    "complaint": "complaint_no",
}
PARTY = {
    "penalty": "party_name",
    "admin_case": "party_name",
    "transfer": "party_name",
    "police_case": "suspect_name",
    "prosecution": "suspect_name",
    "procuratorial_document": "party_name",
    "judgment": "defendant_name",
}


@dataclass(slots=True)
class Expected:
    """What a model should say of a record."""

    model: str
    record: Record
    outcome: str
    reason: str
    kind: str
    offence: str
    related: list[Record] = field(default_factory=list)
    party: str = ""


class District:
    """All records, growing; numbers are given at the end, in order of date."""

    def __init__(self, dice: Dice, population: Population, start: dt.date, until: dt.date) -> None:
        self.dice = dice
        self.population = population
        self.start = start
        self.until = until
        self.feeds: dict[str, list[Record]] = {feed: [] for feed in FEEDS}
        self.expected: list[Expected] = []
        self.pairs: list[tuple[Record, Record, bool]] = []
        self.story = ""
        self.handlers = {
            key: [dice.pick(words.COMMON_SURNAMES) + given for given in HANDLER_GIVEN] for key in AUTHORITIES
        }

    def add(self, feed: str, record: Record, party: Party | None) -> Record:
        """Keep a record; underscore keys never reach a file."""
        record["_feed"] = feed
        record["_party"] = party
        record["_uid"] = len(self.feeds[feed])
        record["_story"] = self.story
        self.feeds[feed].append(record)
        return record

    @contextmanager
    def telling(self, story: str, dice: Dice | None = None) -> Iterator[None]:
        """Mark the records made meanwhile: what identifies their parties is written with all the dirt.

        With dice of its own, a story does not change what the rest of the district is made of.
        """
        before = self.story, self.dice, self.population.dice
        self.story = story
        if dice is not None:
            self.dice = self.population.dice = dice
        yield
        self.story, self.dice, self.population.dice = before

    def expect(
        self,
        model: str,
        record: Record,
        outcome: str,
        reason: str,
        kind: str,
        offence: str = "",
        related: list[Record] | None = None,
    ) -> None:
        """Note what the model should say of the record."""
        self.expected.append(Expected(model, record, outcome, reason, kind, offence, related or []))

    def same(self, one: Record, other: Record, truth: bool = True) -> None:
        """Note whether two records are about the same person or firm."""
        self.pairs.append((one, other, truth))

    def penalty(
        self,
        agency: str,
        party: Party,
        filed: dt.date,
        decided: dt.date,
        *,
        violation: str,
        facts: str,
        basis: str,
        fine: float,
        act: Act | None = None,
        forfeit: float = 0.0,
        kinds: tuple[str, ...] = ("罚款",),
        **more: object,
    ) -> Record:
        """Add a penalty decision."""
        dice = self.dice
        authority = AUTHORITIES[agency]
        firm, person = party.firm, party.person
        serious = fine >= 30_000
        text = "、".join(
            [f"罚款{fine:.0f}元"] * ("罚款" in kinds)
            + [f"没收违法所得{forfeit:.0f}元"] * (forfeit > 0)
            + [kind for kind in kinds if kind not in ("罚款", "没收违法所得")]
        )
        record: Record = {
            "decision_no": "",
            "case_no": "",
            "authority": authority.name_on(decided),
            "authority_code": authority.code,
            **self.identity(party),
            "address": firm.address if firm else person.address,
            "place": (firm.address if firm else self.population.address()),
            "phone": firm.phone if firm else person.phone,
            "violation": violation,
            "facts": facts,
            "basis": basis,
            "penalty_kinds": ";".join(kinds),
            "penalty_text": text,
            "fine_cny": fine,
            "forfeit_cny": forfeit or None,
            "decided_on": decided,
            "published_until": decided.replace(year=decided.year + 3, day=min(decided.day, 28)),
            "source_unit": authority.name,
            "source_unit_code": authority.code,
            "filed_on": filed,
            "served_on": min(plus(decided, dice.whole(0, 6)), self.until),
            "handler": f"{dice.pick(self.handlers[agency])}、{dice.pick(self.handlers[agency])}",
            "procedure": "普通程序" if fine > 200 else "简易程序",
            "hearing_notified_on": max(filed, plus(decided, -dice.whole(6, 10))) if serious else None,
            "collective_discussion": serious or dice.chance(0.1),
            "legal_review": serious or dice.chance(0.3),
            "appraisal_made": act is not None and dice.chance(0.5),
            "serious": False,
            "_agency": agency,
            "_serial": "decision",
            "_date": decided,
        }
        paid = plus(decided, dice.whole(2, 20))
        record["paid_on"] = paid if paid <= self.until and dice.chance(0.9) else None
        if act is not None:
            record.update(act.columns)
            record["act_began_on"], record["act_ended_on"] = act.began, act.ended
            record["_act"] = act
        else:
            record["act_began_on"] = record["act_ended_on"] = plus(filed, -dice.whole(0, 15))
        record.update(more)
        return self.add("penalty", record, party)

    def identity(self, party: Party) -> Record:
        """Return the party columns as an administrative agency keeps them."""
        firm, person = party.firm, party.person
        if firm is None:
            return {
                "party_name": person.name,
                "party_type": "自然人",
                "party_id_type": "身份证",
                "party_id_no": person.id_no,
            }
        return {
            "party_name": firm.name,
            "party_type": "个体工商户" if firm.kind == "个体工商户" else "法人及非法人组织",
            "credit_code": firm.code,
            "legal_rep": person.name,
            "legal_rep_id_no": person.id_no,
        }

    def admin_case(
        self,
        agency: str,
        party: Party,
        act: Act,
        filed: dt.date,
        status: str,
        closed: dt.date | None,
        reason: str = "",
    ) -> Record:
        """Add an administrative case."""
        authority = AUTHORITIES[agency]
        record: Record = {
            "case_no": "",
            "authority": authority.name_on(filed),
            "authority_code": authority.code,
            **{
                key: value
                for key, value in self.identity(party).items()
                if key not in ("party_id_type", "legal_rep_id_no")
            },
            "address": party.firm.address if party.firm else party.person.address,
            "violation": act.violation,
            "facts": act.facts,
            "basis": act.conduct.basis,
            "source_channel": self.dice.pick(("投诉举报", "日常检查", "上级交办", "抽检")),
            "filed_on": filed,
            "status": status,
            "closed_on": closed,
            "close_reason": reason or None,
            **act.columns,
            "handler": self.dice.pick(self.handlers[agency]),
            "_agency": agency,
            "_serial": "case",
            "_date": filed,
            "_act": act,
        }
        return self.add("admin_case", record, party)

    def number_all(self) -> None:
        """Give every document its number, by issuer and year, in order of date; then resolve references."""
        counters: dict[tuple[str, int], int] = {}

        def following(series: str, day: dt.date) -> int:
            counters[series, day.year] = counters.get((series, day.year), 0) + 1
            return counters[series, day.year]

        for feed, key in KEY.items():
            for record in sorted(self.feeds[feed], key=lambda row: (row["_date"], row["_uid"])):
                day: dt.date = record["_date"]
                if "_agency" in record:
                    agency: Authority = AUTHORITIES[record["_agency"]]
                    if feed == "penalty":
                        filed: dt.date = record["filed_on"]
                        case = following(agency.key + "case", filed)
                        record["case_no"] = agency.case.format(year=filed.year, number=case)
                    series = agency.key + str(record["_serial"])
                    shape = {"decision": agency.decision, "case": agency.case, "transfer": agency.transfer}
                    number = following(series, day)
                    record[key] = shape[record["_serial"]].format(year=day.year, number=number)
                else:
                    record[key] = criminal_number(
                        record["_serial"], day.year, following(record["_serial"], day)
                    )
                if "_ruling" in record:
                    on: dt.date = record["decided_on"]
                    record["decision_no"] = criminal_number(
                        record["_ruling"], on.year, following(record["_ruling"], on)
                    )
        for rows in self.feeds.values():
            for record in rows:
                for column, target, source in record.get("_refs", ()):
                    record[column] = target[source]

    def registry(self) -> None:
        """Write the registers: firms, their people, the agencies."""
        for firm in self.population.firms:
            self.add("entity", _entity(firm), Party(firm.owner, firm))
            for member in firm.members:
                self.add("entity_member", _member(firm, member), Party(member.person, firm))
        for agency in AUTHORITIES.values():
            base: Record = {"authority_code": agency.code, "domain": agency.domain, "region_code": "319907"}
            if agency.former:
                old = {
                    "authority_name": agency.former,
                    "valid_from": dt.date(2015, 1, 1),
                    "valid_to": dt.date(2023, 6, 30),
                }
                self.add("authority", {**base, **old, "successor_name": agency.name}, None)
            begin = dt.date(2023, 7, 1) if agency.former else dt.date(2018, 12, 1)
            self.add(
                "authority",
                {**base, "authority_name": agency.name, "valid_from": begin, "valid_to": None},
                None,
            )
        old = {"authority_name": "云桥区食品药品监督管理局", "domain": "市场监管", "region_code": "319907"}
        merged = {"valid_from": dt.date(2013, 1, 1), "valid_to": dt.date(2018, 11, 30)}
        self.add("authority", {**old, **merged, "successor_name": AUTHORITIES["market"].name}, None)

    def complaints(self, count: int) -> None:
        """Add complaints: many targets, few each."""
        dice = self.dice
        topics = {
            "12315": ("商品质量", "购买的商品存在质量瑕疵，要求退货，商家不予处理，涉及金额{v}元。"),
            "12345": ("环境噪声", "该店夜间油烟、噪声扰民，希望有关部门处理。"),
            "信访": ("其他", "反映该单位服务态度差，收费{v}元未开票，请核查。"),
            "劳动监察": ("工资社保", "反映单位未按时缴纳社保，本人月工资{v}元，请求协调。"),
        }
        for _ in range(count):
            firm = dice.pick(self.population.firms)
            channel = dice.pick(tuple(topics))
            topic, text = topics[channel]
            received = dice.day(self.start, self.until)
            closed = plus(received, dice.whole(3, 30))
            record = {
                "complaint_no": "",
                "channel": channel,
                "received_on": received,
                "target_name": firm.name,
                "target_credit_code": firm.code if dice.chance(0.4) else None,
                "target_address": firm.address,
                "topic": topic,
                "text": text.format(v=dice.whole(20, 3000)),
                "handled_by": HOTLINE,
                "result": dice.pick(("已调解", "不予受理", "已督促整改", "双方和解"))
                if closed <= self.until
                else None,
                "closed_on": closed if closed <= self.until else None,
                "_serial": "complaint",
                "_date": received,
            }
            self.add("complaint", record, Party(firm.owner, firm))

    def inspections(self, count: int) -> None:
        """Add test reports; a failed test leads to a case of the seller."""
        dice = self.dice
        products = ("韭菜", "黄鳝", "儿童玩具", "电线", "食用植物油", "糕点", "毛巾", "洗手液")
        failing = [row for row in self.feeds["penalty"] if row["_agency"] == "market" and row["_party"].firm]
        for at in range(count):
            failed = at % 9 == 0 and bool(failing)
            case = dice.pick(failing) if failed else None
            firm: Firm = case["_party"].firm if case else dice.pick(self.population.firms)
            reported = (
                plus(case["filed_on"], -dice.whole(1, 12)) if case else dice.day(self.start, self.until)
            )
            record = {
                "report_no": "",
                "sampled_on": plus(reported, -dice.whole(7, 20)),
                "product": dice.pick(products),
                "seller_name": firm.name,
                "seller_credit_code": firm.code,
                "result": "不合格" if case else "合格",
                "item": "标签" if case else None,
                "reported_on": reported,
                "_serial": "report",
                "_date": reported,
                "_refs": [("handling_case_no", case, "case_no")] if case else [],
            }
            self.add("inspection", record, Party(firm.owner, firm))


def _member(firm: Firm, member: Member) -> Record:
    return {
        "credit_code": firm.code,
        "person_name": member.person.name,
        "person_id_no": member.person.id_no,
        "role": member.role,
        "from_on": member.since or firm.established,
        "to_on": member.until,
        "share": member.share or None,
    }


def _entity(firm: Firm) -> Record:
    return {
        "credit_code": firm.code,
        "name": firm.name,
        "former_names": ";".join(firm.former) or None,
        "entity_type": firm.kind,
        "legal_rep": firm.owner.name,
        "legal_rep_id_no": firm.owner.id_no,
        "address": firm.address,
        "phone": firm.phone,
        "business_scope": words.SCOPES[firm.group],
        "registered_capital_cny": firm.capital,
        "established_on": firm.established,
        "status": firm.status,
        "cancelled_on": firm.cancelled,
    }
