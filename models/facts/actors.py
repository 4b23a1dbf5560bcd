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

from models.facts.acting import BRACKETS, END, MANY, NOBODY, TITLE, Mention, Stated, Told, read_acts
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
# 单独运输一次，其余由二人共同实施: of what follows no more.
_ALONE = re.compile(
    "(?:单独|独自|另行|个人|自行|私自|私下|背着|瞒着)(?!.*(?:共同|一起|一同|合伙|伙同|[二两三四五六七八九十]人))"
)
_PAYS = re.compile(
    "(?:(?<![未不])支付|付款|付[给了]|转账|转[给了入款]|汇[款给了入]|打[款给了入]|交[给付了]|投[入了]|充值"
    "|购[买得进]|买[了得进]|进货|订购|收购|拿货)"
    "(?!.*(?:售|卖|销[给往]|收[取款]|得款|[获牟]))"
)
# What makes persons act together, or one of them for the other.
_TOGETHER = re.compile(
    "共同|伙同|会同|合[伙谋股作]|结伙|[共同预密]谋|商[量议定]|纠集|勾结|串通|分工|[雇聘][佣用请]|受雇|指使|指[派挥]"
    "|授意|安排|帮[助忙]|协助|团伙|一起|一同|主犯|从犯|共犯|入股|股东|出资|委托|受托"
    "|代[为销售卖理收]|为[^，。；]{0,4}(?:打工|看店)"
)
# So too what one is to another: 其妻子喻某.
_RELATED = re.compile("员工|店员|业务员|雇员|夫妻|夫妇|妻子?|丈夫|父[子女亲]|母[子女亲]|兄弟|姐妹")
_ALL_TOGETHER = re.compile("主犯|从犯|共同犯罪|共同违法|犯罪团伙")
# As many as the sentence has named: 张三与李四系父子，二人共同经营; else all who are named anywhere.
_SO_MANY_TOGETHER = re.compile(
    f"([{''.join(MANY)}])人[^，。；,;0-9]{{0,4}}(?:共同|合[伙谋股作]|结伙|商[量议]|[共预]谋|经商|分工|协作|一起|一同|串通|勾结)"
)
# What a person or a business is to another, so that one may have acted for the other.
_OF_IT = re.compile(
    "法定代表|法人代表|负责人|控制人|股东|经理|主管|主任|[店厂站]长|(?<!人)员工(?!工?资)|职工(?!工?资)|雇员|业务员|会计|出纳|工作人员|代表|名义|挂靠"
    "|任职|就职|[分总]店|分公司|子公司|总公司|加盟|连锁|下属|旗下|隶属|关联"
)
_ELSEWHERE = "[（(][^（()）]{0,8}(?:另案|另处|另行处理|在逃|已判)[^（()）]{0,6}[）)]"
_FORMER = re.compile("[前后]者")
_THAT = re.compile("该(公司|店|厂|合作社|商行|超市)")
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
    told, acting, deals = read_acts(text, amounts, mentions)
    bound = _bound(text, mentions)
    apart = _apart(text, people, mentions, deals)
    found = []
    for one in told:
        is_of_some = (len(one.who) != 1 or one.is_total) and not one.is_open
        shared = _sharers(one, told) if is_of_some else frozenset()
        whose = shared if 0 in shared else one.who - {0} if 0 not in one.who else frozenset()
        if not whose or not whose <= apart:
            continue
        is_apart = not shared & bound if 0 in shared else _is_theirs_alone(one, bound, is_acting=0 in acting)
        if is_apart:
            found.append((one.amount, whose))
    return [(amount, "、".join(people[who].names[0] for who in sorted(whose))) for amount, whose in found]


def _apart(
    text: str, people: Sequence[Known], mentions: Sequence[Mention], deals: frozenset[frozenset[int]]
) -> frozenset[int]:
    """Return who is told apart from the party: who is what it is, a person or a unit.

    Of a person and a unit it is not said whether one acted for the other, unless they deal with each other or
    are two businesses, and nothing says what one is to the other.
    """
    own = people[0]
    found = set()
    for who, other in enumerate(people):
        is_alike = bool(other.kind) and other.kind == own.kind
        is_apart = frozenset((0, who)) in deals or bool(_business(text, own) and _business(text, other))
        if is_alike or (is_apart and not _is_of_it(text, mentions, who)):
            found.add(who)
    return frozenset(found)


def _business(text: str, party: Known) -> str | None:
    """Return the name of the business by which the text calls a party."""
    endings = tuple(words()["ending"])
    return next(
        (name for name in party.names if len(name) > 3 and name.endswith(endings) and name in text), None
    )


def _is_of_it(text: str, mentions: Sequence[Mention], who: int) -> bool:
    """Say whether a sentence that names the party and another may say what one is to the other."""
    for begin, end in _sentences(text):
        named = {mention.who for mention in mentions if begin <= mention.start < end}
        if {0, who} <= named and _OF_IT.search(BRACKETS.sub("", text[begin:end])):
            return True
    return False


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


@cache
def _elsewhere_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    person = f"{_surname()}{_MASK}|(?![{_WORDS_TOO}]|.{{0,2}}某){_surname()}[{HAN}]{{1,2}}"
    business = f"(?:(?![从向由给与和对为将把在的及])[{HAN}]){{2,20}}(?:{'|'.join(words()['ending'])})"
    return re.compile(f"({person})(?={_ELSEWHERE})"), re.compile(f"({business})(?={_ELSEWHERE})")


def _accused(text: str, known: Sequence[Known]) -> list[Known]:
    """Return who else the text calls accused, or dealt with elsewhere."""
    names = {name for party in known for name in party.names}
    called: dict[str, str | None] = dict.fromkeys(_accused_pattern().findall(text), "person")
    if re.search(_ELSEWHERE, text):
        person, business = _elsewhere_patterns()
        businesses = [name for name in business.findall(text) if len(name) > 3]
        called |= dict.fromkeys(businesses)
        called |= dict.fromkeys(
            (name for name in person.findall(text) if not any(one.endswith(name) for one in businesses)),
            "person",
        )
    return [
        Known((name,), kind) for name, kind in called.items() if not any(name in other for other in names)
    ]


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
    found.extend(_meant(text, sorted(found)))
    return sorted(found)


def _meant(text: str, named: Sequence[Mention]) -> Iterator[Mention]:
    """Yield who is meant where no name stands: 前者 and 后者, 该公司."""
    for said in _FORMER.finditer(text):
        # Whom the last sentence names that names any, with the one before where it names one alone.
        who: list[int] = []
        for begin, end in reversed(_sentences(text[: said.start()])):
            who = [one.who for one in named if begin <= one.start < end] + who
            if len(set(who)) > 1:
                break
        two = list(dict.fromkeys(who))
        if len(two) == 2 and NOBODY not in two:
            yield Mention(said.start(), said.end(), two[said[0] == "后者"])
    for said in _THAT.finditer(text):
        last = text.rfind(said[1], 0, said.start()) + len(said[1])
        yield from (one._replace(start=said.start(), end=said.end()) for one in named if one.end == last)


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [found.end() for found in re.finditer(f"[{END}]", text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))


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
    everybody = frozenset(mention.who for mention in mentions) - {0}
    if any(_said_so(text, _ALL_TOGETHER)):
        return everybody
    starts = {mention.start for mention in mentions}
    groups = []
    for said in _said_so(text, _SO_MANY_TOGETHER):
        named = _named_around(text, mentions, said, f"[{END}]") or _named_before(text, mentions, said.start())
        if len(named) != MANY[said[1]]:
            return everybody
        groups.append(named)
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


def _named_before(text: str, mentions: Sequence[Mention], place: int) -> set[int]:
    """Return whom the last sentence names that names anybody before the place."""
    for begin, end in reversed(_sentences(text[:place])):
        if named := {mention.who for mention in mentions if begin <= mention.start < end}:
            return named
    return set()


def _named_around(text: str, mentions: Sequence[Mention], said: re.Match[str], ends: str) -> set[int]:
    """Return who is named between the ends around a word."""
    begins = max((m.end() for m in re.finditer(ends, text[: said.start()])), default=0)
    after = re.compile(ends).search(text, said.end())
    until = after.start() if after else len(text)
    return {mention.who for mention in mentions if begins <= mention.start < until}
