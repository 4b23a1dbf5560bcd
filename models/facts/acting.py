"""Who acts in the clauses of a text where persons are named, and whose the amounts are that follow.

The subject of a clause goes on in those that name none, up to a word that brings in somebody else or the
end of the sentence; 其 and 该人 take it beyond. Where no clause says who acts nobody does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

TITLES = "被告人|被告单位|嫌疑人|上诉人|当事人|违法行为人|被处罚人|行为人"
"""What texts call those whom they accuse."""

TITLE = f"(?:同案|犯罪)?(?:{TITLES})"
_TITLED = re.compile(f"{TITLE}$")
_LIST = "(?:、|和|与|及|以及|伙同|会同|联合|连同|勾结|纠集|带领|携|跟|同)"
# What brackets say of a person is passed over: 张三（男，35岁）、李四（女）共同.
_JOINED = re.compile(f"\0*{_LIST}{TITLE}?")
BRACKETS = re.compile("[（(][^（）()元]{0,60}[）)]")
END = "。！？!?\n"
_ENDED = re.compile(f"[{END}]")
_CLAUSE = re.compile(f"[^，,；;：:（）(){END}]*[，,；;：:（）(){END}]?")
_DATED = re.compile("[0-9０-９]+[年月日号时分]?(?:[间起初底末]|[上中下]旬)?[至到—~－-]?|期间|以来|^[而但并]+")
# A person after one of these does not act; what stands before who does is short.
_NO_LEAD = re.compile(
    "[给到至往向让将把被对要叫催骗借收从找取走户持用趁帮助付还替与跟和同聘雇派请欠赔退]|在$|(?:^|[查获抓见现系是为有][^，。；,;]*)的$"
    "|通过|委托|指使|指挥|安排|授权|授意|带领|介绍|发展|联系|认识|结识|告知|伙|等"
)
_AND = re.compile("^(?:、|和|以?及)")
_LONGEST_LEAD = 14
# 对张三罚款5万元
_AGAINST = re.compile("(?:^|[^，。；]{0,6})对$")
_PUNISHED = re.compile("\0*(?:处以?|罚款|没收|作出|追缴|判处|科处|给予)")
# 在李四的仓库内查获假酒, and not 从李四处购进
_AT = re.compile("[^，。；]{0,6}[在从]$")
_SEIZED = re.compile(
    "\0*(?:处|家|的?[^，。；0-9]{0,10}(?:仓库|店|铺|处|车|家|摊位?|厂|场|室|院))[^，。；0-9]{0,8}"
    "(?:查[获扣处见]|扣押|缴获|[起搜]获|搜出|发现)"
)
# 李四所有的货车: who drove it is not said.
# 李四名下生产毛巾3000条: what was made in his name is his.
_OWNED = re.compile(
    "\0*(?:所有|名下(?!(?:未经[^，。；]{0,6})?(?:生产|制作|加工|经营|销售|出售|开具|倾倒|开采))|所属)"
)
# What goes on with the subject of the clause before.
_GOES_ON = re.compile(
    "(?:其中|其余|随后|之后|后|又|并且?|且|还|另外?|再|先后|陆续|从中|实际|已|尚|仍|同时|也|未|没有|[均都]|全部|部分"
    "|但|只|仅|总|各自?|分别|依次|前后|同样|由此|自行|自己|加价|转手|[0-9０-９]|[至到]|用|通过|在|于|自)*"
    "(?:共计?|合计|总计|累计|没收|并?处?罚[款金]|追缴|非法|违法|剩余|库存|留存|存放|经营|[销出]?售|卖|购|买|进货|开具|虚开"
    "|[生投]产|制[作造]|加工|印制?|开[采挖]|采[伐挖]|[砍盗滥]伐|捕[捞获]|猎|运输|[实核]载|倾倒|排放|填埋|[拖克]欠|[偷逃漏少]{1,2}缴|吸收|集资"
    "|骗取?|盗|窃|侵占|挪用|抽头|渔利|[赢输]|分得|提成|[获得牟盈赚收]|涉案|货值|价值|价税|金额|数额|数量|税[额款]|票面|每|单价"
    "|折合|约|经手|扣除|[从向给将把以按对为][^，。；]|[0-9０-９]"
    "|转[卖售让销]|[销批]往|[销批]给|应[缴纳]|[支未给]?付|缴纳|交[纳付]|[偷漏]?逃|领取|形成|发展|带领|接受|造成|致使?|导致|送(?!检|样)|使用|采用|利用|携带"
    "|[货价]款|款项|投注|工程|合同|标价|总?价[款格]?|总?蓄积|立木|材积|[毛净]?利润?|差价|流水|工资|报酬|焚烧|[毁占]|[挖砍]"
    "|[店摊仓库车船家屋院卡账]{1,2}户?[内里中上])"
)
_HE = re.compile("(?:[^，。；]{0,6}(?:后|时|，))?(?:其(?![中他它余])|该人|此人|他(?!人)|她)")
_OTHERS_BEGIN = re.compile(
    "[二两三四五六七八九十]人|双方|各?被告人|当事人|公安|民警|警方|执法|侦查|[我本]局|检察|法院|上述|该[团店公厂]"
    "|涉案人员|被害人|受害人|群众|客户|顾客|买家|下家|上家|店员|员工|公司|经鉴定|综上|本案|全案|案发"
)
MANY = {"两": 2} | {numeral: at for at, numeral in enumerate("二三四五六七八九十", 2)}
"""How many a numeral is, of people."""

_SO_MANY = re.compile(f"(?:上述|以上|该|这)?([{''.join(MANY)}])(?:名?(?:被告|当事|嫌疑|违法行为)?人)")
_SEVERALLY = re.compile("分别|依次|各自")
_TOTAL = re.compile("(?:共计?|[合总累]计|总[额共])[^0-9，。；]{0,8}$")
# Who buys of somebody has no part in what that one takes, who supplies somebody none in what is made of it.
_BOUGHT = re.compile("(?:卖|售|销|批发|供货|供应)(?:给|予|至|到)?$")
_SOLD_TO = re.compile("\0*[共又先后陆续多次累计]*(?:销售|出售|卖|供[货应]|批发)")
_SUPPLIED = re.compile("[从向][^，。；]{0,6}$")
# Who deals with another at arm's length is no hand of that one. What is handed over (交给) may be.
_HANDED = re.compile("(?:提供|交|转交|移交|交付|送|运)(?:给|由|至|到|往)$")
_DEALT_TO = re.compile(
    "(?:卖|售|销|批发|供货|供应|转包|分包|转让|出租|租)(?:给|予|至|往|与)[^，。；,;0-9]{0,8}$"
)
_DEALT = re.compile(
    "\0*(?:处|那里|那儿|家|方|手[中上里])?[^，。；,;]{0,8}?"
    "(?:购[买进入得]|收购|进货|拿货|采购|批发|订购|赊购|供[货应]|销售|出售|承租|租用|租赁)"
)
_NEAR = 16  # signs within which that is said
_DEALT_BY = re.compile("\0*(?:供[货应]|收购|购[买进])")


NOBODY = -1
"""Stands for whoever is not known."""


class Stated(NamedTuple):
    """An amount that a text states."""

    start: int
    end: int
    value: int
    unit: str


class Mention(NamedTuple):
    """Where somebody is named."""

    start: int
    end: int
    who: int


class Told(NamedTuple):
    """What is told of one amount.

    Attributes
    ----------
    who : frozenset of int
        Who acts; nobody where that is not said.
    words : str
        What is told from who acts to the end of what is told of the amount.
    named : frozenset of int
        Who has a part in that beside who acts.
    buyers : frozenset of int
        To whom who acts sold.
    sentence : int
        Which sentence of the text it is.
    is_total : bool
        Whether it is called one.
    is_open : bool
        Whether others act with them who are not named: 张三等人.
    """

    amount: Stated
    who: frozenset[int]
    words: str
    named: frozenset[int]
    buyers: frozenset[int]
    sentence: int
    is_total: bool
    is_open: bool


class Acts(NamedTuple):
    """What a text tells of who does what.

    Attributes
    ----------
    told : list of Told
        What is told of each amount.
    acting : frozenset of int
        Who acts anywhere.
    deals : frozenset of frozenset of int
        Who buys of whom, or sells to whom.
    """

    told: list[Told]
    acting: frozenset[int]
    deals: frozenset[frozenset[int]]


def read_acts(text: str, amounts: Sequence[Stated], mentions: Sequence[Mention]) -> Acts:
    """Return what is told of each amount, who acts anywhere, and who deals with whom.

    Parameters
    ----------
    text : str
        Facts as a record tells them.
    amounts : sequence of Stated
        What is read in it, by where it ends.
    mentions : sequence of Mention
        Where whom is named in it.
    """
    text = _unbracketed(text, mentions)
    starts = [mention.start for mention in mentions]
    ends = [amount.end for amount in amounts]
    told: list[Told] = []
    everybody: set[int] = set()
    deals: set[frozenset[int]] = set()
    acting: list[Mention] = []
    sentence, is_new, is_object = 0, True, False
    before, first = (
        list[Mention](),
        0,
    )  # whom the last sentence named that named any, and where this one begins
    for clause in _CLAUSE.finditer(text):
        begin, end = clause.span()
        if begin == end:  # of the text
            break
        named = mentions[bisect_left(starts, begin) : bisect_left(starts, end)]
        some = amounts[bisect_left(ends, begin + 1) : bisect_left(ends, end + 1)]
        if is_new:
            before, first = [one for one in mentions if first <= one.start < begin] or before, begin
        here = [one for one in mentions if first <= one.start < begin] or before
        acting = _carried(clause[0], acting, here, is_new=is_new, has_amounts=bool(some))
        runs, is_object = _runs(text, begin, named, some, is_object=is_object and not is_new)
        for (chain, own), (following, _) in zip(runs, [*runs[1:], ([], [])], strict=True):
            # 均由李四供应: to whoever acted before
            deals.update(_deals(text, [one.who for one in acting] or everybody, chain))
            acting = chain or acting
            everybody.update(mention.who for mention in chain)
            until = following[0].start if following else end
            since = acting[-1].end if acting else begin
            others = [one for one in named if since <= one.start < until]
            deals.update(_deals(text, [one.who for one in acting] or everybody, others))
            # 均已售完: of all of them, it may be
            is_of_all = not chain and clause[0][0] in "均都"
            for amount, who in _shared_out(text, [] if is_of_all else acting, own):
                parts = _parts(text, mentions, (since, begin, until))
                is_total = bool(_TOTAL.search(text[begin : amount.start]))
                is_open = _is_open(text, acting)
                told.append(Told(amount, who, text[since:until], *parts, sentence, is_total, is_open))
        is_new = clause[0][-1] in END
        sentence += is_new
    return Acts(told, frozenset(everybody), frozenset(deals))


def _deals(text: str, dealing: Iterable[int], named: Sequence[Mention]) -> Iterator[frozenset[int]]:
    """Yield who acts with each of those with whom they deal in the clause: 从李四处购进, 卖给李四."""
    for other in named:
        before = text[max(other.start - _NEAR, 0) : other.start]
        is_dealt = bool(_DEALT_TO.search(before))
        is_dealt |= before.endswith(("从", "向")) and bool(_DEALT.match(text, other.end))
        is_dealt |= before.endswith("由") and bool(_DEALT_BY.match(text, other.end))
        if is_dealt:
            yield from (frozenset((who, other.who)) for who in dealing)


def _unbracketed(text: str, mentions: Sequence[Mention]) -> str:
    signs = list(text)
    for mention in mentions:
        if said := BRACKETS.match(text, mention.end):
            signs[said.start() : said.end()] = "\0" * (said.end() - said.start())
    return "".join(signs)


def _carried(
    clause: str, acting: list[Mention], before: Sequence[Mention], *, is_new: bool, has_amounts: bool
) -> list[Mention]:
    """Return who acts in a clause that names nobody at its beginning: or those it counts."""
    if _HE.match(clause):
        return acting
    if many := _SO_MANY.match(clause):
        named = list({one.who: one for one in reversed(before)}.values())[::-1]
        is_known = len(named) == MANY[many[1]] and all(one.who != NOBODY for one in named)
        return sorted(named) if is_known else []
    if is_new or _OTHERS_BEGIN.match(clause):
        return []
    return acting if not has_amounts or _GOES_ON.match(clause) else []


def _runs(
    text: str, begin: int, named: Sequence[Mention], some: Sequence[Stated], *, is_object: bool
) -> tuple[list[tuple[list[Mention], list[Stated]]], bool]:
    """Return who acts in a clause, in order, each with the amounts that follow; before them nobody.

    With it goes whether the last amount was of one to whom something was done, as it may have come in: 销售给
    汪某10吨、范某15吨.
    """
    runs: list[tuple[list[Mention], list[Stated]]] = [([], [])]
    rest = list(some)
    at = begin
    for chain in _chains(text, named):
        while rest and rest[0].end <= chain[0].start:
            runs[-1][1].append(rest.pop(0))
            at = runs[-1][1][-1].end
        lead = text[at : chain[0].start]
        lead = _AND.sub("", lead) if at > begin else lead
        has_amount = bool(rest) and rest[0].start - chain[-1].end <= 1
        goes_on = is_object and has_amount and not lead
        # 张三告知李四: after one who acts another does so only behind an amount.
        # 全部卖给李四: the amount is told with the word before him
        led = lead or text[max(at - 2, begin) : at]
        if not goes_on and (not runs[-1][0] or runs[-1][1]) and _leads(led, text, chain[-1].end):
            is_owned = _OWNED.match(text, chain[-1].end)
            runs.append(([one._replace(who=NOBODY) for one in chain] if is_owned else chain, []))
            at = chain[-1].end
            is_object = False
        else:
            is_object = has_amount
    runs[-1][1].extend(rest)
    return runs, is_object


def _chains(text: str, named: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Yield persons who are named side by side: 张三、李四和被告人王五."""
    chain: list[Mention] = []
    for mention in named:
        if chain and not _JOINED.fullmatch(text, chain[-1].end, mention.start):
            yield chain
            chain = []
        chain.append(mention)
    if chain:
        yield chain


def _leads(lead: str, text: str, after: int) -> bool:
    """Say whether who follows may be the subject of the clause, is punished, or had what was found."""
    lead = _DATED.sub("", _TITLED.sub("", lead))
    if _AGAINST.fullmatch(lead):
        return bool(_PUNISHED.match(text, after))
    if _AT.fullmatch(lead):
        return bool(_SEIZED.match(text, after))
    return len(lead) <= _LONGEST_LEAD and not _NO_LEAD.search(lead)


def _shared_out(
    text: str, acting: Sequence[Mention], some: Sequence[Stated]
) -> Iterator[tuple[Stated, frozenset[int]]]:
    """Yield whose each of the amounts of a clause is: by place where they are told severally."""
    everybody = frozenset() if _is_open(text, acting) else frozenset(mention.who for mention in acting)
    for amount in some:
        peers = [other for other in some if other.unit == amount.unit]
        is_severally = len(acting) > 1 and _SEVERALLY.search(text, acting[-1].end, amount.start)
        if not is_severally or len(peers) == 1:
            yield amount, everybody
        elif len(peers) == len(acting):
            yield amount, frozenset({acting[peers.index(amount)].who})
        else:
            yield amount, frozenset()


def _is_open(text: str, acting: Sequence[Mention]) -> bool:
    # 张三等人: who else is not said
    return bool(acting) and text.startswith("等", acting[-1].end)


def _parts(
    text: str, mentions: Sequence[Mention], place: tuple[int, int, int]
) -> tuple[frozenset[int], frozenset[int]]:
    """Return who has a part in what stands from the first place to the last, and who bought.

    A clause begins at the second place.
    """
    since, begin, until = place
    ended = _ENDED.search(text, until - 1)
    after = ended.end() if ended else len(text)
    named: set[int] = set()
    buyers: set[int] = set()
    for mention in mentions:
        before = text[since : mention.start]
        # 获取废液60吨，后提供给李四: those to whom it was handed on have a part in it.
        if until <= mention.start < after and _HANDED.search(before):
            named.add(mention.who)
        if not since <= mention.start < until:
            continue
        if _BOUGHT.search(before) or (before.endswith("向") and _SOLD_TO.match(text, mention.end)):
            buyers.add(mention.who)
        elif mention.start >= begin or not _SUPPLIED.search(before):
            named.add(mention.who)
    return frozenset(named), frozenset(buyers)
