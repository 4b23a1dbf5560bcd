"""What has been said up to here, in the clause, the segment and the sentence, and the cue words."""

from __future__ import annotations

from decimal import Decimal

from models.facts.cues import Cue, Cues
from models.facts.draft import Draft

_SENTENCE_BREAK = frozenset("。！？!?\n")
_GAP_RIGHT = frozenset(("", "的", "人民币", "为", "系", "的人民币", "左右的", "余"))
PRICES = frozenset({"price", "list_price"})


class Clause:
    """What a clause has said so far."""

    __slots__ = (
        "at",
        "below",
        "drafts",
        "named",
        "named_end",
        "named_used",
        "per",
        "share",
        "thing",
        "total",
        "verb",
        "verb_end",
    )

    def __init__(self, at: int) -> None:
        self.at = at
        self.named: str | None = None
        self.named_end = -1
        self.named_used = False
        self.verb: str | None = None
        self.verb_end = -1
        self.per: str | None = None
        self.total = self.below = self.share = False
        self.thing: str | None = None
        self.drafts: list[Draft] = []


class Said:
    """The state of the reading; subclassed by what finds the amounts."""

    def __init__(self, text: str, cues: Cues) -> None:
        self.text = text
        self.cues = cues
        self.drafts: list[Draft] = []
        self.item = 0  # enumerated paragraphs: 1、 2、
        self.header: Decimal | None = None  # "单位：万元"
        self.last_role: str | None = None  # of the last amount of money, for "以上合计"
        self.taken = False
        self.is_start = True  # right after a break: "2、" begins a new item here
        self._sentence(0)

    def _sentence(self, at: int) -> None:
        self.began = at
        self.first_draft = len(self.drafts)
        self.alleged = self.part = self.above = False
        self.law = self.line = self.invoice = self.evasion = self.appraised = False
        self.tax_named = False
        self.metal: str | None = None
        self.exceeds = False
        self._segment(at)

    def _segment(self, at: int) -> None:
        self.inherited: str | None = None
        self.inherited_named = False
        self.state: str | None = None
        self.states: set[str] = set()
        self.other = self.genuine = self.aside = False
        self.direction: str | None = None
        self.thing: str | None = None
        self.clause = Clause(at)
        self.parens: list[tuple[str | None, int, bool, str | None, int]] = []

    def _holds(self, cue: Cue, start: int, end: int) -> bool:
        if cue.not_before and cue.not_before.match(self.text, end):
            return False
        return not (cue.not_after and cue.not_after.search(self.text[max(0, start - 4) : start]))

    # -- breaks ----------------------------------------------------------------------------------------

    def _break(self, sign: str, end: int) -> None:
        if sign in _SENTENCE_BREAK:
            self._end_sentence(end)
            self._sentence(end)
        elif sign in "；;":
            self._end_clause()
            self._segment(end)
        else:
            self._end_clause()
            self.clause = Clause(end)
        self.is_start = True

    def _paren(self, sign: str) -> None:
        # What a bracket says of itself ends with it: "违法所得（扣除进货成本）5000元" is gain.
        clause = self.clause
        if sign in "（(":
            self.is_start = True
            self.parens.append(
                (clause.named, clause.named_end, clause.named_used, clause.verb, clause.verb_end)
            )
        elif self.parens:
            clause.named, clause.named_end, clause.named_used, clause.verb, clause.verb_end = (
                self.parens.pop()
            )

    def _end_clause(self) -> None:
        clause = self.clause
        if clause.named and clause.named not in PRICES:
            self.inherited, self.inherited_named = clause.named, True
        elif clause.verb and not (self.inherited_named and clause.verb == "sold"):
            # 货值金额5万元的商品，销售给张某: a verb is weaker than a name; a purchase ends the name.
            self.inherited, self.inherited_named = clause.verb, False

    def _end_sentence(self, end: int) -> None:
        self._end_clause()
        for draft in self.drafts[self.first_draft :]:
            draft.sentence = (self.began, end)
            self._resolve(draft)
            if draft.unit == "元" and draft.role and draft.role not in PRICES:
                self.last_role = draft.role

    def _resolve(self, draft: Draft) -> None:
        """Settle what only the whole sentence can tell."""
        if draft.role == "tax":
            if draft.direction or (self.invoice and not self.evasion):
                draft.role = "invoice_tax" if self.invoice else None
            else:
                draft.role = "tax_evaded" if self.evasion else None
        if draft.role == "general":
            draft.role = None
        if draft.role in PRICES and self.appraised and not draft.per and not draft.is_paid:
            draft.role = "goods"
        if draft.bound and (self.law or self.line) and draft.unit != "比例":
            draft.role = "statutory"

    # -- cue words -------------------------------------------------------------------------------------

    def _cue(self, cue: Cue, start: int, end: int) -> None:
        clause = self.clause
        if cue.signs:
            self._signs(cue, start)
        if cue.state:
            self.state = cue.state
            self.states.add(cue.state)
        if cue.nil:
            self._nil(cue.nil, start, end)
        if cue.per:
            clause.per = cue.per
        if cue.thing:
            self._thing(cue.thing, start)
        if cue.general and clause.named is None:
            # 金额 in a clause of its own: what was named before, or the face of an invoice
            clause.verb, clause.verb_end = clause.verb or "general", end
        if cue.role is None:
            return
        if cue.named:
            self._named(cue.role, start, end)
        elif cue.role != "taken" or self.state != "unsold":  # 扣押现金: not what was taken
            clause.verb, clause.verb_end = cue.role, end
            last = clause.drafts[-1] if clause.drafts else None
            if cue.role == "cost" and last is not None and last.role in PRICES and start - last.end <= 8:
                last.role = "cost"  # 以每瓶80元的价格购进
            elif cue.role == "taken" and last is not None and last.role is None and last.end == start:
                last.role, last.confidence = "taken", 0.65  # 将抽屉内的700元现金盗走

    def _named(self, role: str, start: int, end: int) -> None:
        clause = self.clause
        if role == "taken":
            self.taken = True
        if role in ("tax_evaded", "tax_due"):
            self.tax_named = True
        before = clause.named if clause.named and not clause.named_used else None
        before = before or (clause.verb if clause.verb_end > clause.named_end else None)
        role = self.cues.combine.get((before, role), role) if before else role
        last = clause.drafts[-1] if clause.drafts else None
        if (
            last is not None
            and last.unit == "元"
            and last.confidence < 0.9
            and start - last.end <= 4
            and self.text[last.end : start] in _GAP_RIGHT
        ):
            last.role, last.confidence = role, 0.85  # 5万元的罚款
            last.is_paid = role in PRICES  # 以300元的价格卖给他人: paid, not appraised
        if role == "taken":
            for draft in clause.drafts:
                if draft.role is None and draft.unit == "元":
                    draft.role, draft.confidence = role, 0.6  # 将裤兜里的1400元和手机盗走
        clause.named, clause.named_end, clause.named_used = role, end, False

    def _signs(self, cue: Cue, start: int) -> None:
        signs, clause = cue.signs, self.clause
        if "total" in signs:
            clause.total = True
        if "part" in signs:
            self.part = True
        if "above" in signs:
            self.above = True
        if "all" in signs:
            self.state = None
        if "below" in signs:
            clause.below = True
        if "share" in signs:
            clause.share = True
        if "aside" in signs:
            self.aside = True
        if "exceeds" in signs:
            self.exceeds = True
        for name in ("law", "line", "invoice", "evasion", "appraised"):
            if name in signs:
                setattr(self, name, True)
        if "line" in signs and clause.drafts and start - clause.drafts[-1].end <= 8:
            clause.drafts[-1].bound = True  # 五万元的追诉标准
        if "input" in signs or "output" in signs:
            # 取得 is a direction only where invoices are spoken of; a clear word is never overruled by it
            self.direction = "output" if "output" in signs else "input"
        self._scopes(signs, start)

    def _scopes(self, signs: frozenset[str], start: int) -> None:
        if "alleged" in signs:
            self.alleged = True
        if "-alleged" in signs:
            self.alleged = False
        if "other" in signs:
            self.other = True
            last = self.clause.drafts[-1] if self.clause.drafts else None
            if last is not None and self.text[last.end : start] in _GAP_RIGHT:
                last.veto = "other_party"
        if "-other" in signs:
            self.other = False
        if "-genuine" in signs:
            self.genuine = False
        if "genuine" in signs:
            last = self.clause.drafts[-1] if self.clause.drafts else None
            if last is not None and self.text[last.end : start] in _GAP_RIGHT:
                last.veto = "genuine"  # 8万元的正品
            else:
                self.genuine = True

    def _nil(self, role: str, start: int, end: int) -> None:
        draft = self._add(start, end, Decimal(0), Decimal(0), "元")
        if draft is not None:
            draft.role, draft.kind, draft.confidence, draft.bound = role, "nil", 0.9, False
        self.state = None

    def _thing(self, thing: str, start: int) -> None:
        if thing.endswith("_metal"):
            self.metal = thing
            return
        clause = self.clause
        last = clause.drafts[-1] if clause.drafts else None
        if last is not None and clause.thing is None and 0 <= start - last.end <= 8:
            self._count(last, thing)  # 500条卷烟
        clause.thing = self.thing = thing

    def _count(self, draft: Draft, thing: str | None) -> None:
        if thing and draft.unit in self.cues.table.objects[thing].units:
            draft.role, draft.confidence = thing, 0.9

    def _add(self, start: int, end: int, lo: Decimal, hi: Decimal | None, unit: str) -> Draft | None:
        raise NotImplementedError
