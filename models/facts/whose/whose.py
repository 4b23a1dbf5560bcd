"""Whose an amount is, and what only a whole sentence or a whole text can tell of it."""

from __future__ import annotations

import numpy as np

from models.facts.whose.claims import claimed
from models.facts.whose.contradicted import is_doubt_of_another, is_told_apart
from models.facts.whose.crimes import of_crimes
from models.facts.whose.others import others_act
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import GAP_RIGHT, Found, Said

# What is said of an amount after it: it is dealt with elsewhere, or is of no concern here.
_BEGINS = [ord(sign) for sign in "，属系均为经"]
_APART = (
    "^，?(?:均|都)?(?:属于?|系|为|是)(?:其|于)?(?:合法|正常|正当|合规)(?:的)?(?:经营|销售|业务|收入|生意|营业)"
    "|^，?(?:均|都)?(?:属于?|系|为|是)(?:间接(?:经济)?损失|依法[^，。；]{0,6}采伐|(?:合法|持证|有证|证内|正常)[^，。；]{0,4}(?:采伐|砍伐|开采|捕捞|取得))"
    "|^，(?:因|由于|但)?(?:此项|该项|该部分)?(?:无|没有|缺乏|缺少|未提供)[^。；0-9]{0,8}(?:依据|凭证|凭据|证据|票据)[^。；0-9]{0,6}(?:不予|未予|不)"
    "|^，不计[。；，]"
    "|^，(?:(?:已|均|现|均已)?另案|[^。；0-9]{0,20}(?:与(?:(?:本|该)?案(?:件|情)?(?:事实)?|当事人|其本人|[^，。；0-9案]{2,6})(?:并)?(?:无关|没有关系|不相干)"
    "|(?:不|未|不予|未予)(?:计入|列入|纳入)(?:[^营收监账预考财专资成当应]|$)|(?:不|未)(?:属于?|涉及?)(?:本案|涉案|违法)|非涉案|另算))"
)
_SAYS_APART = (  # one of these stands in each of them
    "(?:系|是|为|属于?|[其于])(?:合[法规]|正[常当]|间接|依法|[持有]证|证内)|依据|[凭票]据|[凭]证|证据|，不计[。；，]"
    "|另案|无关|没有关系|不相干|不予?[计列纳]入|未予?[计列纳]入|[不未](?:属|涉)|非涉案|另算"
)

_TURNS_OUT = (
    "^，?(?:经(?:[^，。；0-9]{1,6})?(?:查明|核实|辨认|鉴别|鉴定|确认)|查明|均|都|确|查实)*(?:为|系|是|属于?)"
    "(?:正品|真品|正版|合格品|正规|(?:商标)?(?:权利|注册|专用权|所有)人(?:自己|自行|授权)?(?:生产|制造|投放|销售)?的?"
    "(?:产品|商品|货物))"
)

_IS_FALSE = (
    "^(?:均|都|全部)?(?:系|为|是|属于?)[^，。；0-9正真]{0,6}(?:假冒|侵权|伪劣|不合格|仿冒|假[货烟酒药冒])"
)
_WORTH = "^[^，。；0-9]{0,18}，[^，。；0-9]{0,4}(?:价值|货值|金额|计|价)[^，。；0-9]{0,6}$"

_HIDDEN = (
    "^[^，。；0-9]{0,6}(?:隐匿|隐瞒|账外|不入账)|^[^。；0-9]{0,18}?(?:未|不|没有?)[^，。；0-9]{0,10}"
    "(?:入账|[记列上]账|账簿|账册|记载|反映|申报|[列计][入为]?[^，。；0-9]{0,4}收入|确认收入)"
)


# the subject of its sentence, not 从孙某（另案处理）处购进
_ELSEWHERE = "[（(][^（()）]{0,6}(?:另案|另处|另行处理|在逃|已判|已被判)[^（()）]{0,6}[）)]"
_SUBJECT = (
    "(?:^|[，；])[^，。；：0-9从向由给将把与和跟找对为让受经在以同伙]{0,10}[某甲乙丙丁][甲乙丙丁0-9]?"
    f"{_ELSEWHERE}[^。]*$"
)
# 其上家系陈某，陈某销售额70万元: introduced, and the subject of what follows
_INTRODUCED = (
    "(?:上家|上线|供货(?:商|人|方|者)|供应商|货主|卖家|批发商|下家|下线)[^，。；0-9]{0,4}(?:系|为|是|叫)"
    "[^，。；0-9]{0,3}[某甲乙丙丁][^，。；0-9]{0,2}，[^，。；0-9当其该本我从向由]{0,2}[某甲乙丙丁][^，。；0-9当其该本我]{0,14}$"
)
_OF_PARTY = f"{_ELSEWHERE}[^。]*(?:当事人|被告|嫌疑人|该[店厂公]|本[案人店]|你[店单公厂]|我[局院]|其)"
_GENUINE = "(?:正品|真品|正版)"
_GENUINE_PRICE = f"{_GENUINE}[^，。；0-9]{{0,8}}价格?[^，。；0-9]{{0,8}}$"
_BY_GENUINE = f"(?:[按以依]|参照)[^，。；0-9]{{0,4}}{_GENUINE}[^，。；0-9]{{0,8}}价格?[^，。；0-9]{{1,12}}$"
_NORM = (
    "^的(?:国家|行业|地方|企业|强制性|法定|最高|最低|技术|允许)*"
    "(?:标准|规定|要求|限值|指标|上限|下限|限量|限度|限额|最高值|底线)"
)
_MEETS = "(?:[超高大低小]于|[超]过|超出|不足|未达到?|达不到|不符合|不?得?少于|≤|≥)[^，。；0-9]{0,8}$"

_TIMES = ("日", "月", "年", "小时", "分钟", "周")
_TAKEN_OFF = "^[^，。；]{0,16}(?:扣除|剔除|减去|除去|去除|刨除|刨去|排除)[^，。；]*，"

# from one amount to the bound that it does not reach
_SHORT_OF = (
    "^[，；（(](?:仍|尚|均|但|且|还)?[其该]?(?:货值(?:金额)?|价值|金额|总额|数额|违法所得|经营额)?(?:仍|尚|均)?"
    "(?:不[足到满]|未[满达到]{1,2}|低于|少于)?$"
)

_OBJECT = "(?:收受|收取|索[取要]|接受|收到)[^，。；0-9]{0,8}$"
_BOUND = "不(?:得|应)?(?:[大高小低少多]于|超过|超出)[^，。；0-9]{0,8}$"

# 不符合国家标准的电缆200米: so much of it there was
_THAT_FAILS = "^(?:要求|规定)?的[^，。；0-9限要规值为是即应过于≤≥]{2,}$"


def veto(said: Said, found: Found) -> None:
    """Mark what is alleged, another's, genuine or the limit of a standard; what comes later outweighs."""
    lex = said.lex
    for name, sign in (("genuine", "genuine"), ("other_party", "other"), ("alleged", "alleged")):
        found.veto = np.where(_is_in_scope(said, found, name, sign), lex.index(name), found.veto)
    found.veto = np.where(_genuine_price(said, found), lex.index("genuine"), found.veto)
    found.veto = np.where(_apart_by_name(said), lex.index("other_party"), found.veto)
    shared = said.pays & (found.role == lex.index("gain")) & _is_theirs(said, "shared")
    shared |= others_act(said, found)
    genuine, apart = _said_after(said, found)
    found.veto = np.where(genuine, lex.index("genuine"), found.veto)
    shared |= is_told_apart(said, found)
    found.veto = np.where(shared | apart, lex.index("other_party"), found.veto)
    _spare_fines(said, found)
    found.veto = np.where(claimed(said), lex.index("alleged"), found.veto)
    found.veto = np.where(_is_doubted(said, found), lex.index("alleged"), found.veto)
    fixed = said.around.in_clause(said.around.sign("fixed"), said.at)
    is_fixed = said.pays & (fixed >= 0) & (said.spent() < fixed)
    found.veto = np.where(is_fixed, lex.index("statutory"), found.veto)
    found.veto = np.where(_limits(said), lex.index("statutory"), found.veto)


def _is_in_scope(said: Said, found: Found, name: str, sign: str) -> Bools:
    """Say which amounts stand after a word for it, and before one that ends it, or right before one."""
    around, at = said.around, said.at
    last = len(said.tokens.word) - 1
    after = np.minimum(at + 1, last)
    beside = around.gap_is(GAP_RIGHT, after) & (at < last)
    begins, ends = around.sign(sign), around.sign(f"-{sign}")
    scoped = begins
    if name == "genuine":
        # 8万元的正品 speaks of that amount only; 30瓶为真品，价值8970元 of what follows too
        of_it = beside & ~around.gap_is(("为", "系"), after)
        scoped = begins & ~np.concatenate(([False], said.everywhere(of_it)[:-1]))
    mark = around.in_scope(scoped | ends, around.sentence if name == "alleged" else around.segment, at)
    if name == "other_party":
        # 让供货商按每斤0.3元返利，三年供菜41万斤: no subject of what follows
        leads = around.level(1)[np.maximum(mark - 1, 0)] & (around.gap[mark] <= 1)
        told = np.minimum(around.next(said.numbers.is_amount)[np.maximum(mark, 0)], last)
        leads |= around.clause_no[told] != around.clause_no[mark]
        mark = np.where(leads | (mark >= around.outer_clause[at]), mark, -1)
        mark = np.where(_is_object(said, mark, (mark >= 0) & begins[mark]), -1, mark)
    holds: Bools = (mark >= 0) & scoped[mark] & ~ends[mark]
    if name == "genuine":
        holds &= ~_is_the_rest(said, mark, holds)
        # 15件系正品，42件系假冒商品: what is said of it right after it
        holds &= ~said.holds(holds & said.counts, lambda rows: said.tokens.follow(at[rows], 2), _IS_FALSE)
    if name != "alleged":
        holds |= beside & begins[after]
    if name == "other_party":  # 上家每吨5,150元: what a supplier asks for a piece, the party pays
        holds &= ~(said.pays & (found.per > 0))
    return holds


def _said_after(said: Said, found: Found) -> tuple[Bools, Bools]:
    """Say after which amounts it is told that they are genuine, and after which that they are no concern."""
    at, tokens = said.at, said.tokens
    asked = ~said.is_nil & ~np.isin(found.role, said.prices)
    after = np.minimum(at + 1, len(tokens.word) - 1)
    tested = said.around.sign("appraised")[after] & (said.around.gap[after] == 0)  # 20盒经鉴定为权利人产品
    asked &= np.isin(tokens.next_sign(at), _BEGINS) | tested
    genuine = said.told("正品|真品|正版|合格品|正规|(?:权利|注册|专用权|所有)人[^，。；]{0,6}[产商]品", asked)
    genuine = said.holds(genuine, lambda rows: tokens.follow(at[rows], 4), _TURNS_OUT)
    # 30瓶为真品，价值8970元
    before = np.maximum(np.arange(len(at)) - 1, 0)
    worth = said.pays & ~genuine & genuine[before] & (tokens.text[at] == tokens.text[at[before]])
    genuine |= said.holds(worth, lambda rows: tokens.since(at[rows], at[rows - 1] + 1), _WORTH)
    apart = said.told(_SAYS_APART, asked)
    return genuine, said.holds(apart, lambda rows: tokens.follow(at[rows], 8), _APART)


def _spare_fines(said: Said, found: Found) -> None:
    """Let a fine be one, whoever pays it, and say which are others': 吴某另案处罚款15万元."""
    lex = said.lex
    punished = said.pays & said.are(found.role, "fine", "forfeit_gain")
    # No fine is of genuine goods, and no time.
    none = (punished | said.are(said.unit, *_TIMES)) & (found.veto == lex.index("genuine"))
    found.veto = np.where(none, 0, found.veto)
    theirs = said.pays & (found.role == lex.index("fine")) & (found.veto == lex.index("other_party"))
    found.veto = np.where(theirs, 0, found.veto)
    found.is_others = theirs | (punished & _is_theirs(said, "fined"))


def _is_doubted(said: Said, found: Found) -> Bools:
    """Say which amounts their own sentence does not believe: 自称销售9万元，不予采信."""
    around, at = said.around, said.at
    doubted: Bools = around.next(around.sign("disbelieved"))[at] < around.next(around.level(2))[at]
    doubted &= ~said.is_nil
    doubted &= ~is_doubt_of_another(said, doubted)
    # 正品的销售额30万元不计入: of genuine goods, whatever else is said of it
    doubted &= found.veto == 0
    return doubted


def _limits(said: Said) -> Bools:
    """Say which figures are the limit of a standard, and take the bound that is told for the figure."""
    around, lex, at, tokens = said.around, said.lex, said.at, said.tokens
    standard = around.in_clause(around.sign("standard"), at)
    limit: Bools = (standard >= 0) & (said.spent() < standard) & said.counts
    limit &= ~said.holds(limit, lambda rows: tokens.since(at[rows], standard[rows] + 1), _THAT_FAILS)
    # 超过核定人数20% is by how much it was exceeded.
    limit &= (said.unit != lex.index("比例")) | ~_is_exceeded(said, standard)
    limit = said.listed(limit) & said.counts
    after = np.minimum(at + 1, len(tokens.word) - 1)
    follows = around.sign("standard")[after] & (at < len(tokens.word) - 1) & said.counts
    passed = around.sign("exceeds")[np.maximum(at - 1, 0)] & (around.gap[at] == 0)  # 超过1.0g/kg限量
    of_standard = follows & (around.gap_is(("的",), after) | (passed & (around.gap[after] == 0)))
    normed = said.counts & (said.unit != lex.index("倍")) | said.pays
    normed &= tokens.next_sign(at) == ord("的")
    normed = said.holds(normed, lambda rows: tokens.follow(at[rows], 2), _NORM)
    normed = said.holds(normed, lambda rows: said.numbers.ahead(at[rows]), _MEETS)
    # 超过不大于10mg/kg的要求 says itself on which side of it the norm lies.
    bound = said.holds(normed, lambda rows: said.numbers.ahead(at[rows]), _BOUND)
    of_standard |= normed & ~bound
    lo, hi = said.numbers.lo[at], said.numbers.hi[at]
    stated = np.where(lo > 0, lo, hi)  # 超过80mg/100ml的标准, 低于0.3mg/L
    said.numbers.lo[at[of_standard]] = said.numbers.hi[at[of_standard]] = stated[of_standard]
    limit |= of_standard | bound
    limit &= said.unit != lex.index("倍")  # 超过标准3倍 is how far it was exceeded
    return limit


def _is_the_rest(said: Said, mark: Ints, asked: Bools) -> Bools:
    """Say which amounts are what is left once genuine goods are taken off: 扣除非侵权物品，认定销售70万元."""
    first = said.around.any_clause
    return said.holds(asked, lambda rows: said.tokens.since(said.at[rows], first[mark[rows]]), _TAKEN_OFF)


def _is_object(said: Said, mark: Ints, asked: Bools) -> Bools:
    """Say which of the marks are of whom something is got from: 收受供应商回扣."""
    first = said.around.any_clause
    return said.holds(asked, lambda rows: said.tokens.since(mark[rows], first[mark[rows]]), _OBJECT)


def _genuine_price(said: Said, found: Found) -> Bools:
    """Say which prices are those of the genuine goods, in a text that tells what was really asked or had."""
    at, tokens = said.at, said.tokens
    some = said.told(_GENUINE, said.pays)
    if not some.any():
        return some
    priced = said.pays & np.isin(found.role, said.prices)
    value = some & said.are(found.role, "goods", "unsold", "list_price", "price")
    genuine = said.holds(priced & some, lambda rows: tokens.ahead(at[rows], 3), _GENUINE_PRICE)
    known = (priced & ~genuine) | (said.pays & said.are(found.role, "sold"))
    genuine |= said.holds(value, lambda rows: tokens.ahead(at[rows], 4), _BY_GENUINE)
    return genuine & said.in_text(said.everywhere(known), at)


def _apart_by_name(said: Said) -> Bools:
    """Say which amounts are of a person dealt with elsewhere: 货主孙某（另案处理），售予饭店，得款8万元."""
    tokens, at = said.tokens, said.at
    told = tokens.texts.str.contains(_ELSEWHERE).fill_null(False).to_numpy()[tokens.text[at]]
    # Of a crime accomplices are told of with the accused.
    own = ~said.in_text(said.around.sign("accused"), at)
    first = said.around.sentence[at]
    told = said.holds(told & own, lambda rows: tokens.since(at[rows], first[rows]), _SUBJECT)
    told &= ~said.holds(told, lambda rows: tokens.since(at[rows], first[rows]), _OF_PARTY)
    introduced = tokens.texts.str.contains(_INTRODUCED[:-1]).fill_null(False).to_numpy()[tokens.text[at]]
    return told | said.holds(introduced & own, lambda rows: tokens.since(at[rows], first[rows]), _INTRODUCED)


def _is_exceeded(said: Said, standard: Ints) -> Bools:
    """Say which of the words for a norm stand right after one that says that it was exceeded."""
    around = said.around
    found: Bools = (
        (standard > 0) & around.sign("exceeds")[np.maximum(standard - 1, 0)] & (around.gap[standard] == 0)
    ) | ((standard > 0) & around.sign("exceeds")[standard])
    return found


def _is_theirs(said: Said, sign: str) -> Bools:
    """Say in whose clause another person than the party was named last: 对直接责任人罚5000元."""
    around = said.around
    persons, ends = around.sign(sign), around.sign("-other")
    person = around.in_clause(persons | ends, said.at)
    found: Bools = (person >= 0) & persons[person]
    return found


def settle_sentences(said: Said, found: Found) -> None:
    """Settle what only the whole sentence, or the whole text, can tell."""
    around, lex, at = said.around, said.lex, said.at
    invoice = around.anywhere(around.sign("invoice"), at)
    evasion = around.anywhere(around.sign("evasion"), at)
    of_invoice = invoice & ((found.direction > 0) | ~evasion)
    tax = np.where(
        of_invoice,
        lex.index("invoice_tax"),
        np.where(evasion, lex.index("tax_evaded"), 0),
    )
    found.role = np.where(said.pays & (found.role == lex.index("tax")), tax, found.role)
    appraised = around.anywhere(around.sign("appraised"), at)
    is_value = said.pays & np.isin(found.role, said.prices) & appraised & (found.per == 0) & ~found.is_paid
    # 标价9900元，经鉴定价值6150元: of what was stolen the price on the label is no value.
    crime = said.in_text(around.sign("crime"), at) & said.in_text(around.sign("accused"), at)
    label = crime & (found.role == lex.index("list_price"))
    is_value &= ~label | (around.in_clause(around.sign("appraised"), at) >= 0)
    found.role = np.where(is_value, lex.index("goods"), found.role)
    for side in (lex.index("sold"), lex.index("unsold")):
        told = said.pays & (found.role == side) & ~found.by_state & (found.confidence > 0.9)
        whole = found.by_state & (found.role == side) & around.anywhere(said.everywhere(told), at)
        found.role = np.where(whole, lex.index("goods"), found.role)
        found.by_state &= ~whole
    _hide(said, found)
    of_crimes(said, found)
    statutory = _statutory(said, found)
    found.role = np.where(statutory, lex.index("statutory"), found.role)
    vetoed = (found.veto > 0) & (found.role != lex.index("statutory"))
    found.role = np.where(vetoed, found.veto, found.role)


def _hide(said: Said, found: Found) -> None:
    """Take for hidden, and no measure, income that was kept out of books or returns: 货款9万元，未入账."""
    lex, at = said.lex, said.at
    evades = said.is_named & said.are(lex.role[said.tokens.word], "tax_evaded", "tax", "tax_due")
    asked = said.pays & said.are(found.role, "sold", "business", "gain") & said.in_text(evades, at)
    hidden = said.holds(asked, lambda rows: said.tokens.follow(at[rows], 8), _HIDDEN)
    found.role = np.where(hidden, lex.index("concealed"), found.role)


def _statutory(said: Said, found: Found) -> Bools:
    """Say which amounts are the figures of a norm."""
    around, lex, at = said.around, said.lex, said.at
    below = around.in_clause(around.sign("below"), at)
    is_line = around.sign("line")
    line = np.minimum(around.next(is_line)[at], len(is_line) - 1)
    near_line = is_line[line] & (around.clause_no[line] == around.clause_no[at])
    near_line &= said.tokens.start[line] - said.tokens.end[at] <= 8
    near_line &= around.next(around.sign("below"))[at] > line  # 4.3万元未达追诉标准: what was found
    is_bound = said.numbers.is_bound[at] | ((below >= 0) & (said.spent() < below)) | near_line
    speaks = around.anywhere(around.sign("law", "line"), at)
    share = (said.unit == lex.index("比例")) & (found.role == lex.index("tax_share"))
    # 属饮酒驾驶（20mg/100ml以上80mg/100ml以下）: only norms bound a figure on both sides
    both = said.numbers.is_bound[at] & (said.numbers.lo[at] > 0) & (said.numbers.hi[at] > said.numbers.lo[at])
    statutory: Bools = is_bound & (speaks | both) & ~share & ~said.is_nil
    # 不足十万元的，按十万元计算: the statute's figure said again
    first = around.in_scope(said.everywhere(statutory), around.segment, at)
    lo, hi = said.numbers.lo, said.numbers.hi
    again: Bools = (first >= 0) & said.pays & (hi[first] == lo[at]) & (first < at)
    statutory |= again & speaks
    return statutory | _falls_short(said)


def _falls_short(said: Said) -> Bools:
    """Say which bounds an amount right before them is compared with: 货值1,260元，不足一万元."""
    at, lo, hi = said.at, said.numbers.lo, said.numbers.hi
    before = np.maximum(np.arange(len(at)) - 1, 0)
    asked: Bools = said.pays & said.pays[before] & (said.tokens.text[at] == said.tokens.text[at[before]])
    asked &= (lo[at] == 0) & (hi[at[before]] > 0) & (hi[at[before]] < hi[at])
    return said.holds(asked, lambda rows: said.tokens.since(at[rows], at[rows - 1] + 1), _SHORT_OF)
