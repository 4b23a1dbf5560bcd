"""From a record to the cells of a row, with an agency's style and the district's dirt."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pipelines.demo.amounts import number_text
from pipelines.demo.dice import Dice
from pipelines.demo.district import Record
from pipelines.demo.habits import AMOUNTS, Habit
from pipelines.demo.identifiers import masked, spoilt
from pipelines.demo.identity_dirt import IdentityDirt

LEVELS = {"clean": 0.0, "standard": 1.0, "dirty": 3.0}
NUMBERS = {
    "decision_no",
    "case_no",
    "transfer_no",
    "police_case_no",
    "pros_no",
    "doc_no",
    "follows_doc_no",
    "reply_decision_no",
    "court_case_no",
    "handling_case_no",
}
# The register keeps what it registers by.
REGISTER = ("entity", "entity_member")
PERSON_IDS = {"party_id_no", "legal_rep_id_no", "suspect_id_no", "defendant_id_no"}
MONEY = {"fine_cny", "forfeit_cny", "amount_cny", "fine_deducted_cny", "registered_capital_cny", *AMOUNTS}
OPTIONAL = {
    "address": 0.06,
    "phone": 0.12,
    "place": 0.1,
    "handler": 0.03,
    "served_on": 0.2,
    "legal_rep": 0.05,
    "credit_code": 0.05,
    "authority_code": 0.1,
    "act_began_on": 0.15,
    "paid_on": 0.1,
    "basis": 0.02,
}
KEPT = ("credit_code", "legal_rep", "act_began_on")
IDENTIFYING = ("credit_code", "legal_rep", "phone", "address")  # the dirt of identity has its own shares
LOOKALIKES = {
    "泉": "全",
    "禾": "和",
    "福": "富",
    "祥": "详",
    "源": "原",
    "兴": "新",
    "明": "名",
    "燕": "艳",
    "志": "智",
    "红": "洪",
}
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
EPOCH = dt.date(1899, 12, 30)


class Cells:
    """Renders rows; one per district, so that all chance is in one stream."""

    def __init__(self, dice: Dice, level: str, identity: IdentityDirt) -> None:
        self.dice = dice
        self.level = level
        self.factor = LEVELS[level]
        self.identity = identity

    def noisy(self, share: float) -> bool:
        """Return True in `share` of the draws, scaled by the level of dirt."""
        return self.factor > 0 and self.dice.unit() < min(0.9, share * self.factor)

    def row(self, habit: Habit, record: Record) -> Record:
        """Return the record as that source would deliver it: canonical column to cell."""
        feed = habit.feed
        values = {column: record.get(column) for column in habit.kept()}
        if feed in ("penalty", "admin_case"):
            self._lose_amounts(values)
        protected = "_expected" in record and self.level != "dirty"
        if record["_story"]:
            self.identity.spoil(feed, values)
        elif feed not in REGISTER:
            self._lose_identity(feed, values, habit, protected=protected)
        for column, share in OPTIONAL.items():
            if (protected and column in KEPT) or (record["_story"] and column in IDENTIFYING):
                continue
            if values.get(column) is not None and feed not in REGISTER and self.noisy(share):
                values[column] = None
        return {column: self.cell(habit, column, value) for column, value in values.items()}

    def _lose_amounts(self, values: Record) -> None:
        """Leave the amounts to the text: many agencies have no column for them."""
        if self.factor and self.dice.unit() < (0.4 if self.factor == 1 else 0.8):
            for column in AMOUNTS:
                if column in values:
                    values[column] = None

    def _lose_identity(self, feed: str, values: Record, habit: Habit, *, protected: bool) -> None:
        """Mask, lose or misspell what identifies the party."""
        for column in PERSON_IDS & values.keys():
            number = values[column]
            if not number or "*" in number:
                continue
            if self.factor and self.dice.unit() < habit.masks:
                values[column] = masked(number)
            elif not protected and self.noisy(0.06):
                values[column] = None
            elif not protected and self.noisy(0.004):
                values[column] = spoilt(number)
        if values.get("credit_code") and not protected and self.noisy(0.004):
            values["credit_code"] = spoilt(values["credit_code"])
        for column in ("party_name", "suspect_name", "defendant_name"):
            name = values.get(column)
            if not name:
                continue
            if len(name) > 5 and self.noisy(0.02):
                values[column] = name.replace("临溟市", "临溟").replace("有限公司", "有限责任公司")
            elif len(name) > 5 and feed == "penalty" and values.get("legal_rep") and self.noisy(0.03):
                values[column] = (
                    f"{name}（经营者：{values['legal_rep']}）"
                    if values["party_type"] == "个体工商户"
                    else name
                )
            elif len(name) <= 4 and self.noisy(0.01):
                values[column] = f"{name[0]} {name[1:]}"
            elif self.factor > 1 and self.dice.unit() < 0.04:
                values[column] = "".join(LOOKALIKES.get(char, char) for char in name)

    def cell(self, habit: Habit, column: str, value: Any) -> Any:
        """Return the value as a cell of that source."""
        if value is None or value == "":
            return None
        if habit.form == "parquet":
            return value
        if isinstance(value, bool):
            return ("是" if value else "否") if habit.heads != "canonical" else value
        if isinstance(value, dt.date):
            return self.date(habit, value)
        if column in MONEY:
            return self.amount(habit, column, float(value))
        if column in NUMBERS:
            return self.number(habit, str(value))
        if column in ("penalty_kinds", "attachments") and self.factor:
            return str(value).replace(
                ";", self.dice.pick((";", "；", "、", ",")) if habit.delimiter != "," else "；"
            )
        if column == "phone" and self.noisy(0.01):
            return str(value).translate(WIDE)
        if column == "facts":
            return self.prose(str(value))
        if isinstance(value, str) and self.noisy(0.006):
            return f" {value}"
        return value

    def prose(self, text: str) -> str:
        """Return a long text with what copying leaves behind: wide digits, line breaks, bits of a page."""
        if self.noisy(0.01):
            text = text.translate(WIDE)
        if self.noisy(0.01):
            text = text.replace("。", "。\n")
        return text.replace("，", "，&nbsp;", 1) if self.noisy(0.004) else text

    def date(self, habit: Habit, value: dt.date) -> Any:
        """Return a date or timestamp in the source's form, sometimes in another."""
        moment = isinstance(value, dt.datetime)
        form = habit.dates
        if self.noisy(0.02):
            form = self.dice.pick(("iso", "slash", "compact", "chinese"))
        if moment:
            if form == "cell":
                return value
            return value.strftime("%Y/%m/%d %H:%M" if form == "slash" else "%Y-%m-%d %H:%M:%S")
        if form == "slash":
            return f"{value.year}/{value.month}/{value.day}"
        if form == "compact":
            return value.strftime("%Y%m%d")
        if form == "chinese":
            return f"{value.year}年{value.month}月{value.day}日"
        if form == "clock":
            return f"{value:%Y-%m-%d} 00:00:00"
        if form == "cell":
            return value
        if form == "serial":
            return (value - EPOCH).days
        return value.isoformat()

    def amount(self, habit: Habit, column: str, value: float) -> Any:
        """Return money in the source's unit."""
        if column in ("fine_cny", "forfeit_cny") and habit.feed == "penalty" and habit.wan:
            return f"{value / 10000:.6f}".rstrip("0").rstrip(".")
        if column == "registered_capital_cny":
            value /= 10000
        if habit.form in ("json", "jsonl"):
            return round(value, 2)
        if self.noisy(0.05):
            return self.dice.pick(
                (number_text(value, commas=True), f"￥{number_text(value)}", f"{number_text(value)}元")
            )
        if self.noisy(0.01):
            return number_text(value).translate(WIDE)
        return int(value) if habit.form == "xlsx" and value == int(value) else number_text(value)

    def number(self, habit: Habit, value: str) -> str:
        """Return a document number with the source's brackets."""
        left, right = tuple(habit.brackets)
        if self.noisy(0.03):
            left, right = tuple(self.dice.pick(("[]", "()", "【】", "〔〕", "（）")))
        text = value.replace("〔", left).replace("〕", right)
        if self.noisy(0.01):
            text = text.translate(WIDE)
        if self.noisy(0.01):
            text = text.replace(right, right + " ")
        return text.removesuffix("号") if self.noisy(0.01) and "罚决" not in text else text
