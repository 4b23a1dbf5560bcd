"""The pass over a text: every amount found gets the role of what was said around it."""

from __future__ import annotations

import re
from decimal import Decimal

from models.facts.draft import Draft, interval
from models.facts.numerals import parse_number
from models.facts.said import PRICES, Said

_LABEL = re.compile(r"[：:为是达共计合约\s人民币整大写（(]*")


class Scanner(Said):
    """One pass over one text."""

    def run(self) -> list[Draft]:
        """Read the text and return its amounts, in order."""
        text, words = self.text, self.cues.words
        for found in self.cues.token.finditer(text):
            kind = found.lastgroup
            end = found.end()
            if kind == "cue":
                start = found.start("cue")
                cue = words[text[start:end]]
                if self._holds(cue, start, end):
                    self._cue(cue, start, end)
            elif kind == "brk":
                self._break(text[end - 1], end)
                continue
            elif kind == "par":
                self._paren(text[end - 1])
                continue
            elif kind == "amount":
                self._amount(found)
            elif kind == "bare":
                self._bare(found.start("bare"), end)
            elif kind == "percent":
                value = parse_number(found["pn"])
                if value is not None:
                    self._add(found.start("percent"), end, value / 100, value / 100, "比例")
            elif kind == "header":
                self._header(found["hw"], text[found.start("header")])
            self.is_start = False
        self._end_sentence(len(text))
        if self.taken:
            for draft in self.drafts:
                if draft.role == "goods" or draft.by_state:
                    draft.role = "taken"
        return self.drafts

    def _header(self, scale: str, sign: str) -> None:
        factor = {"万": Decimal(10_000), "亿": Decimal(10**8)}.get(scale, Decimal(1))
        if sign == "单":
            self.header = factor  # holds for the rest of the text
        else:
            self.clause.per = None
            self._pending = factor

    _pending: Decimal | None = None

    def _amount(self, found: re.Match[str]) -> None:
        start, end = found.start("amount"), found.end()
        base, factor = self.cues.units[found["unit"]]
        read = interval(found, self.text[max(0, start - 6) : start], self.cues.table)
        if read is None:
            return
        lo, hi, is_bound = read
        draft = self._add(start, end, lo * factor, None if hi is None else hi * factor, base)
        if draft is not None:
            draft.bound = draft.bound or is_bound

    def _bare(self, start: int, end: int) -> None:
        """Read a number without a unit: 5.2万, or the cell after a heading in 万元."""
        text = self.text
        following = text[end : end + 1]
        if following in "、.．)）" and (self.is_start or text[start - 1 : start] in "（("):
            self.item += 1
            return
        clause = self.clause
        label = clause.named_end if clause.named and not clause.named_used else -1
        is_cell = following in ("", "，", "。", "；", ";", "、", "\n", "）", " ", "(", "（", "|", "\t")
        factor, self._pending = self._pending or self.header, None
        scaled = text[end - 1] in "万亿萬億"
        if not scaled and not (is_cell and label >= 0 and self._is_label(label, start)):
            return
        if scaled and not (clause.named or clause.verb or self.inherited_named):
            return
        value = parse_number(text[start:end])
        if value is not None:
            value *= 1 if scaled or factor is None else factor
            self._add(start, end, value, value, "元")

    def _is_label(self, label: int, start: int) -> bool:
        gap = _LABEL.fullmatch(
            self.text[label:start].replace("万", "").replace("元", "").replace("）", "").replace(")", "")
        )
        return gap is not None and start - label <= 12

    def _add(self, start: int, end: int, lo: Decimal, hi: Decimal | None, unit: str) -> Draft | None:
        if lo >= 10**13 or (hi is not None and hi >= 10**13):
            return None  # an account number, not an amount
        clause = self.clause
        draft = Draft(start, end, lo, hi, unit, self.item)
        draft.state, draft.part, draft.direction = self.state, self.part, self.direction
        draft.total = clause.total
        draft.in_paren = bool(self.parens)
        after = self.cues.per_after.match(self.text, end) if unit == "元" else None
        if unit == "元":
            self._money(draft, after)
        else:
            self._quantity(draft)
        if clause.below:
            draft.bound = True
            clause.below = False
        if self.alleged:
            draft.veto = "alleged"
        elif self.other:
            draft.veto = "other_party"
        elif self.genuine:
            draft.veto = "genuine"
        clause.drafts.append(draft)
        self.drafts.append(draft)
        return draft

    def _money(self, draft: Draft, after: re.Match[str] | None) -> None:
        clause = self.clause
        role, confidence = self._role()
        if after is not None or clause.per:
            cost = clause.named == "cost" or clause.verb == "cost"
            draft.per = self.cues.units[after.group(1)][0] if after else clause.per
            named = clause.named if clause.named in PRICES else "price"
            draft.role, draft.confidence = ("cost" if cost else named), 0.9
            if after is None:
                clause.per = None if draft.total else clause.per
            return
        if role == "tax" and self.aside:
            role = None
        draft.role, draft.confidence = role, confidence
        clause.named_used = True
        both = {"sold", "unsold"} <= self.states
        if role == "goods" and draft.state and not (draft.total and both):
            draft.role, draft.by_state = draft.state, True
        elif role == "sold" and draft.state == "unsold" and confidence < 0.9:
            draft.role = "unsold"

    def _role(self) -> tuple[str | None, float]:
        clause = self.clause
        if clause.named and not (
            clause.named_used and clause.verb_end > clause.named_end and clause.verb != "general"
        ):
            return clause.named, 0.95
        verb = clause.verb
        if verb and verb != "general":
            return verb, 0.65
        if verb == "general" and self.invoice and self.inherited in (None, "general", "tax", "sold", "cost"):
            return "invoice_face", 0.7
        if self.inherited and self.inherited != "general":
            if self.inherited_named or clause.total or verb == "general":
                return self.inherited, 0.7
            return self.inherited, 0.6
        if clause.total and self.above and self.last_role:
            return self.last_role, 0.7
        if self.state and not verb:
            return self.state, 0.55
        return ("general", 0.5) if verb == "general" else (None, 0.3)

    def _quantity(self, draft: Draft) -> None:
        draft.confidence = 0.5
        unit = draft.unit
        table = self.cues.table
        if unit == "比例":
            if self.tax_named and (self.clause.share or "tax_due" in (self.clause.named, self.inherited)):
                draft.role, draft.confidence = "tax_share", 0.9
            return
        if unit == "倍":
            if self.metal and self.exceeds:
                draft.role, draft.confidence = self.metal, 0.85
            return
        if (
            unit in table.marks.units
            and draft.lo <= table.marks.most
            and self.cues.marks.match(self.text, draft.end)
        ):
            draft.role, draft.confidence = "marks", 0.9
            return
        self._count(draft, self.clause.thing or self.thing)
        if draft.role is None:
            # A count takes part in quantity times price: whose goods, sold or not
            verb = self.clause.verb if self.clause.verb in ("sold", "cost") else None
            if verb == "sold":
                self.states.add("sold")
            draft.count_state = (
                draft.state or verb or (self.inherited if self.inherited in ("sold", "cost") else None)
            )
