"""Whose an amount is where a text tells of several: 张三销售12万元，李四销售3万元.

Only persons are told apart whom the records know (parties, those behind them) or whom the text calls
accused, only where the text names the party itself, and only where the clause says who acts. What several did
together counts for each of them. All else stays what it is: unknown is no exclusion.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from models.facts.acting import END, NOBODY, TITLE, Mention, Stated, Told, read_acts
from warehouse.identifiers.party_words import HAN, words

BLANK = "■"
"""Stands for each sign of an amount that is another party's."""

_NUMBERED = "[0-9](?![0-9.,，万千百元余])"  # 张某1, and not 张某1.5万元
_MASK = f"某(?:[某甲乙丙丁戊己]|{_NUMBERED})?"
_LONGER = re.compile(f"(?<=某)(?:[甲乙丙丁戊己]|{_NUMBERED})")
# Surnames that are words as well: 被告人经他人介绍.
_WORDS_TOO = "于向从经通明时和应常都别连相过计能步展束"
_AFTER_NAME = (
    "[、，,；;。：:（(]|伙同|分别|共同|先后|非法|违法|明知|通过|利用|未经|违反|销售|出售|生产|制造|购进|购买|收购|经营"
    "|获利|虚开|[在于以将与和从向自又另各及等系为无未卖售]"
)
_ALONE = re.compile("单独|独自|另行|个人")
_PAYS = re.compile(
    "(?:支付|付款|付[给了]|转账|转给|汇款|打款|交[给付]|购[买得进]|买[了得进]|进货|订购|收购|拿货)"
    "(?!.*(?:售|卖|得款|[获牟]))"
)
# What makes persons act together, or one of them for the other.
_TOGETHER = re.compile(
    "共同|伙同|会同|合[伙谋股作]|结伙|[共同预密]谋|商[量议定]|纠集|勾结|串通|分工|[雇聘][佣用请]|受雇|指使|指[派挥]"
    "|授意|安排|帮[助忙]|协助|团伙|一起|一同|主犯|从犯|共犯|入股|股东|出资|委托|受托"
    "|代[为销售卖理收]|为[^，。；]{0,4}(?:打工|看店)"
)
# So too what one is to another: 其妻子喻某.
_RELATED = re.compile("员工|店员|业务员|雇员|夫妻|夫妇|妻子?|丈夫|父[子女亲]|母[子女亲]|兄弟|姐妹")
_ALL_TOGETHER = re.compile(
    "主犯|从犯|共同犯罪|共同违法|犯罪团伙|[二两三四五六七八九十]人(?:共同|合伙|结伙|商量|预谋|合谋|共谋|经商)"
)
_DENIED = re.compile("(?:不|未|无|没有|并非)[^，。；]{0,6}$")


class Known(NamedTuple):
    """A party that records know: its names, and whether it is a person or a unit (None where that is open).

    A sole trader is the person behind it.
    """

    names: tuple[str, ...]
    kind: str | None


def without(text: str, amounts: Sequence[Stated]) -> str:
    """Return the text with a blank for each sign of the amounts."""
    signs = list(text)
    for amount in amounts:
        signs[amount.start : amount.end] = BLANK * (amount.end - amount.start)
    return "".join(signs)


def of_others(
    text: str, amounts: Sequence[Stated], own: Known, others: Sequence[Known]
) -> list[tuple[Stated, str]]:
    """Return the amounts that are not the party's but others', and the names of whose they are.

    Parameters
    ----------
    text : str
        Facts as a record tells them.
    amounts : sequence of Stated
        What is read in it, by where it ends.
    own : Known
        The party of the record.
    others : sequence of Known
        Who else may be named in it.
    """
    people = _one_each([own, *others, *_accused(text, [own, *others])])
    mentions = _mentions(text, people)
    if len({mention.who for mention in mentions} - {NOBODY}) < 2:
        return []
    told, acting = read_acts(text, amounts, mentions)
    bound = _bound(text, mentions)
    apart = {who for who, person in enumerate(people) if person.kind and person.kind == people[0].kind}
    found = []
    for one in told:
        shared = _sharers(one, told) if len(one.who) != 1 or one.is_total else frozenset()
        whose = shared if 0 in shared else one.who - {0} if 0 not in one.who else frozenset()
        if not whose or not whose <= apart:
            continue
        is_apart = not shared & bound if 0 in shared else _is_theirs_alone(one, bound, is_acting=0 in acting)
        if is_apart:
            found.append((one.amount, whose))
    return [(amount, "、".join(people[who].names[0] for who in sorted(whose))) for amount, whose in found]


def _is_theirs_alone(one: Told, bound: frozenset[int], *, is_acting: bool) -> bool:
    # Of a party that does nothing else what it bought may be the case.
    if 0 in one.named or (0 in one.buyers and not is_acting) or _PAYS.search(one.words):
        return False
    return not one.who & bound or bool(_ALONE.search(one.words))


def _sharers(one: Told, told: Sequence[Told]) -> frozenset[int]:
    """Return whose amounts, each their own, come to this one, of the same sentence or the one before."""
    for first in (one.sentence, one.sentence - 1):
        parts = [
            other
            for other in told
            if first <= other.sentence <= one.sentence
            and len(other.who) == 1
            and other.amount.unit == one.amount.unit
            and other.amount != one.amount
        ]
        who = frozenset[int]().union(*(part.who for part in parts))
        if len(who) > 1 and sum(part.amount.value for part in parts) == one.amount.value:
            return who
    return frozenset()


@cache
def _surname() -> str:
    listed = words()
    return f"(?:{'|'.join(listed['surname_of_two'])}|[{listed['surname']}])"


@cache
def _surname_pattern() -> re.Pattern[str]:
    return re.compile(_surname())


@cache
def _accused_pattern() -> re.Pattern[str]:
    name = f"{_surname()}{_MASK}|(?![{_WORDS_TOO}]|..?某){_surname()}[{HAN}]{{1,2}}?"
    return re.compile(f"{TITLE}({name})(?={_AFTER_NAME})")


def _accused(text: str, known: Sequence[Known]) -> list[Known]:
    """Return who else the text calls accused."""
    names = {name for party in known for name in party.names}
    called = dict.fromkeys(_accused_pattern().findall(text))
    return [Known((name,), "person") for name in called if not any(name in other for other in names)]


def _one_each(known: Sequence[Known]) -> list[Known]:
    """Take those for one who share a name: whose a name is that two have cannot be told."""
    people: list[Known] = []
    for party in known:
        same = next((at for at, one in enumerate(people) if set(one.names) & set(party.names)), None)
        if same is None:
            people.append(party)
        else:
            one = people[same]
            kind = one.kind if one.kind == party.kind else None
            people[same] = Known(tuple(dict.fromkeys((*one.names, *party.names))), kind)
    return people


def _mentions(text: str, people: Sequence[Known]) -> list[Mention]:
    """Return where somebody is named; a masked name that is nobody's known is a stranger's."""
    who = {name: at for at, person in enumerate(people) for name in person.names if len(name) > 1}
    who |= _masked(text, people, set(who))
    names = "|".join(re.escape(name) for name in sorted(who, key=len, reverse=True))
    found = [Mention(m.start(), m.end(), who[m[0]]) for m in re.finditer(names, text)]
    taken = {place for mention in found for place in range(mention.start, mention.end)}
    # 张某甲 is another than 张某.
    found = [one._replace(who=NOBODY) if _LONGER.match(text, one.end) else one for one in found]
    for masked in _masked_pattern().finditer(text):
        if masked.start() not in taken:
            found.append(Mention(masked.start(), masked.end(), NOBODY))
    return sorted(found)


@cache
def _masked_pattern() -> re.Pattern[str]:
    return re.compile(f"{_surname()}{_MASK}")


def _masked(text: str, people: Sequence[Known], names: set[str]) -> dict[str, int]:
    """Return the masked names of those whose names in full are not told, where only one can be meant."""
    found: dict[str, int] = {}
    for at, person in enumerate(people):
        if any(name in text for name in person.names):
            continue
        for name in person.names:
            begin = _surname_pattern().match(name)
            if begin is None or len(name) > len(begin[0]) + 2:
                continue
            forms = set(re.findall(f"{begin[0]}{_MASK}", text)) - names
            namesakes = [other for other in names if other not in person.names and other.startswith(begin[0])]
            if len(forms) == 1 and not namesakes:
                found[forms.pop()] = at
    return found


def _bound(text: str, mentions: Sequence[Mention]) -> frozenset[int]:
    """Return who acted together with the party, or one for the other, as far as the text says so."""
    if any(_said_so(text, _ALL_TOGETHER)):
        return frozenset(mention.who for mention in mentions) - {0}
    starts = {mention.start for mention in mentions}
    groups = []
    for said in (*_said_so(text, _TOGETHER), *_RELATED.finditer(text)):
        named = _named_around(text, mentions, said, f"[，,；;{END}]")
        # If the clause names one alone, whom the sentence names.
        if len(named) < 2 and (said.re is _TOGETHER or said.end() in starts):
            named = _named_around(text, mentions, said, f"[；;{END}]")
        groups.append(named)
    found, before = {0}, set[int]()
    while found != before:  # who acts with one who acts with the party is of the same act
        before = set(found)
        found.update(*(group for group in groups if group & before))
    return frozenset(found - {0})


def _said_so(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield where the text says so, and does not deny it: 二人无共同故意."""
    for found in pattern.finditer(text):
        if not _DENIED.search(text, max(0, found.start() - 10), found.start()):
            yield found


def _named_around(text: str, mentions: Sequence[Mention], said: re.Match[str], ends: str) -> set[int]:
    """Return who is named between the ends around a word."""
    begins = max((m.end() for m in re.finditer(ends, text[: said.start()])), default=0)
    after = re.compile(ends).search(text, said.end())
    until = after.start() if after else len(text)
    return {mention.who for mention in mentions if begins <= mention.start < until}
