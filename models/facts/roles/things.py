"""What is counted, weighed or compared: the roles of amounts that are no money."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_TRADED = ("labels", "copies", "books", "discs", "cigarettes")
_RIGHT_AFTER = 3  # signs between a count and what became of it
# 售出大瓶12瓶，每瓶39元；小瓶20瓶，每瓶15元: the next of a list of counts and prices
_NEXT = "；[^，。；：0-9每共合总计退还剩余存扣查缴购进买罚未没库另送赠租借]{0,10}$"
_SIZE = "[0-9.]+(?:公斤|千克|斤|克|升|毫升|厘米|毫米|米|寸|度)(?:装|规格)?的?"
_NEXT_SIZE = rf"；[^，。；：0-9]{{0,4}}{_SIZE}[^，。；：0-9]{{0,4}}$"
_LISTS = ((2, _NEXT), (3, _NEXT_SIZE))  # rows: the count, its price, perhaps a size, the next count
_PRICE = "(?:每|单价|均价|售价|价格|按|@)[^，。；：0-9]{0,6}[:：为]?$"
_HANDED = (
    "^[^。；，]{0,8}，[^，。；0-9]{0,6}(?:已|共|实际)?(?:交付|交货|交给|送货|发货|送交)[^，。；0-9]{0,10}$"
)
_GAMES = "赌|投注|博彩|六合彩|淫秽|色情"
# 每条200支, 每条10包200支: how many make one
_EACH = "每[^，。；、（()）0-9]{0,4}(?:[0-9]{1,3}[小中]?[包盒袋])?$"
_KEPT = (
    "^[^，。；0-9卖售销]{0,8}(?:被(?:当场|依法|民警|执法人员|本局|我局)?(?:扣|查|封|收缴|没收)"
    "|(?:尚|还|仍)?(?:未|没有?)(?:能|及)?(?:卖|售|销|发货|出手|交付|寄出|发出)|待(?:售|发|销)|(?:尚|仍|还)?在(?:库|架))"
)
# 37个编织袋: what holds the things, not the things
_HOLDER = (
    "^(?:编织袋|蛇皮袋|麻袋|塑料袋|塑料筐|周转箱|纸箱|木箱|箱子|集装箱|托盘|货架|柜子|柜台"
    "|仓库|库房|房间|车间|冷库|门店|店铺|网店|账号|窝点|摊位)"
)

# 印有“某某”商标的编织袋6.5万条, 假冒“某某”包材2000个: packaging that bears a mark
_PRINTED = (
    "(?:(?:印有|印制|印上|带有|标有|贴有|喷有)[^，。；0-9]{0,24}(?:商标|字样|标识|标志|品牌|图文|图案|LOGO|logo)"
    "[^，。；0-9]{0,4}的?[^，。；0-9]{0,6}"
    "(?:包装|编织|塑料|外|内|手提|纸|空)?(?:袋|盒|箱|膜|纸|包装物?|说明书|空瓶|瓶身|桶身|罐身|卡)"
    '|(?:假冒|仿冒|伪造|非法制造)[^，。；、0-9]{0,16}(?:品牌|[”"]|牌)的?'
    "(?:外包装|包装(?:盒|袋|箱|罐|瓶|膜|纸|材料|物)|包材)"
    # 伪造3C标志900枚, 带标空桶300个
    "|(?:[3三]C|认证|名优|地理|质量|合格|环保|绿色|有机|商品|防伪)[^，。；、0-9]{0,4}(?:标志|标识|证书?)"
    "|说明书|空袋|(?:带标|印标|贴标|有标)[^，。；、0-9]{0,3}(?:空桶|空瓶|空罐|空盒|空箱))[约近共计]*$"
)


# 印制“绿色食品”标志包装袋; and a clause that names no other thing
_PRINTS = (
    "(?:印制|印刷|承印|加印|代印)[^，。；0-9]{0,24}(?:商标|标志|标识|字样|[”」]牌?)的?[^，。；0-9]{0,6}"
    "(?:包装|内|外|手提|封口)?(?:袋|盒|箱|膜|罐|纸|标签?|包装物?)"
)
_NO_NOUN = (
    "^(?:[甲乙丙丁]?[厂店]|[甲乙丙丁]公司|印制|印刷|印|交付|交货|交|数量|总数|合计|共计|累计|先后|共|余下|余|剩余|其中|已经?|尚有"
    "|尚|未|另|又|为|了|约|总计|总共|分别|再次|第?[0-9一二两三四五六七八九十]+[次批回单])*$"
)
# 净含量9.5ml, 规格50g: what one piece holds; 制假设备10余套: no labels
_CONTENT = "(?:净含量|净重|净容量|容量|装量|规格|含量)(?:为|是|[:：])*$"
_TOOLS = "(?:设备|机器|工具|器具|模具|[印灌包封压打]\\w{0,3}机)[约近共计]*$"
_ANEW = "(?:涉案|上述|该批?|本批)的?[^，。；、0-9标签贴包装]{2,10}$"
# 废酸；2020年共转移27车合计742.6吨: what a text on waste weighs where it is carried off
_CARRIED = (
    "(?:转移|倾倒|处置|填埋|掩埋|排放|运输|运[出走至往]|外运|拉走|贮存|堆存|存放|收集|接收|丢弃|抛弃|非法处理|焚烧)"
    "(?:了|约|达|的|量|数量|共|合计|共计|累计|总计|总量|重量|重|为|[0-9]+余?[车次批桶袋船趟])*$"
)
# 倾倒废液5.2吨，经鉴定属于危险废物: what it is is found out later
_IS_WASTE = (
    "^(?:[、，和及][0-9.]+余?(?:吨|公斤|千克))*[^吨；]{0,90}?"
    "[^不非未吨；](?:属于?|系|[^认因作]为|认定为|鉴别为)[^，。；吨]{0,24}(?:危险|有毒)废物"
)
_ORDINARY = "(?:一般|普通|生活|建筑)[^，。；0-9]{0,8}$"


def name_things(said: Said, found: Found) -> None:
    """Name what is counted, weighed or compared."""
    lex, at, unit = said.lex, said.at, said.unit
    around = said.around
    thing = lex.thing[said.tokens.word]
    metals = [index for index, name in enumerate(lex.names) if name.endswith("_metal")]
    is_metal = np.isin(thing, metals)
    role = np.where(_counted_in(said, about := _about(said, thing, is_metal), unit), about, 0)
    times = unit == lex.index("倍")
    metal = around.in_scope(is_metal, around.sentence, at)
    # 锌高于排放限值8倍
    above = around.sign("standard") & (around.gap == 0)
    above[1:] &= around.sign("least")[:-1]
    exceeds = around.in_scope(around.sign("exceeds") | above, around.sentence, at) >= 0
    asked = said.counts & (role == 0) & said.are(unit, "个", "只", "张", "套", "件", "枚", "份", "条")
    printed = said.holds(asked, lambda rows: said.tokens.ahead(at[rows], 4), _PRINTED)
    printed |= _printed_before(said, asked & ~printed)
    role = np.where(printed, lex.index("labels"), role)
    role = np.where(times, np.where((metal >= 0) & exceeds, thing[metal], 0), role)
    role = _in_order(said, is_metal, thing, np.where(times & exceeds, role, 0), role)
    role = np.where(_is_share(said, found), lex.index("tax_share"), role)
    role = np.where(said.numbers.is_mark_count()[at], lex.index("marks"), role)
    role = np.where(said.counts & ~_holds_or_makes(said, role), role, 0)
    role = np.where(_gambles(said, role), 0, role)
    found.role = np.where(said.counts, role, found.role)
    found.is_part |= _sold_of_bought(said, found, role) | _handed_over(said, role)
    found.confidence = np.where(said.counts, np.where(role > 0, 0.9, 0.5), found.confidence)
    acts = said.are(found.verb, "sold", "cost")
    state = np.where(found.state > 0, found.state, np.where(acts, found.verb, 0))
    # 卖出1,600张，另有400张被扣: what follows a count says more of it than an earlier clause.
    state = _left_over(said, _said_after(said, state))
    state = np.where((state == 0) & said.are(found.heir, "sold", "cost"), found.heir, state)
    state = _all_sold(said, state)
    state = _listed_on(said, state)
    # an order that was placed is a sale
    ordered = (state == 0) & said.are(unit, "单") & ~said.in_text(around.sign("services"), at)
    state = np.where(ordered, lex.index("sold"), state)
    gone = around.sign("used_up")
    after = np.minimum(around.next(gone)[at], len(gone) - 1)
    is_gone = (around.in_clause(gone, at) >= 0) | (
        gone[after] & (around.clause_no[after] == around.clause_no[at])
    )
    state = np.where((state == 0) & said.are(found.named, "taken"), found.named, state)
    content = said.told("净|[容装含]量|规格", said.counts & (state > 0))
    content = said.holds(content, lambda rows: said.numbers.ahead(at[rows]), _CONTENT)
    state = np.where(is_gone | content, 0, state)
    # What is counted for its own sake is sold or left too, and has its price.
    traded = (role == 0) | np.isin(role, [lex.index(name) for name in _TRADED])
    found.count_state = np.where(said.counts & traded, state, 0)


def _printed_before(said: Said, asked: Bools) -> Bools:
    """Say which counts are of packaging that was told to bear a mark: 印制商标内袋，先后共印2万个."""
    at, tokens, around = said.at, said.tokens, said.around
    asked = said.told(_PRINTS, asked)
    asked = said.holds(asked, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _NO_NOUN)
    begins = np.searchsorted(tokens.text, tokens.text[at])
    return said.holds(asked, lambda rows: tokens.since(at[rows], begins[rows]), _PRINTS)


def _handed_over(said: Said, role: Ints) -> Bools:
    """Say which counts are of things made before that were handed over: 印制32000枚，交付20000枚."""
    before = np.maximum(np.arange(len(role)) - 1, 0)
    lo, text = said.numbers.lo[said.at], said.tokens.text[said.at]
    asked: Bools = (role > 0) & (role[before] == role) & (lo < lo[before]) & (text[before] == text)
    asked &= said.unit[before] == said.unit
    at = said.at
    return said.holds(asked, lambda rows: said.tokens.since(at[rows], at[rows - 1] + 1), _HANDED)


def _gambles(said: Said, role: Ints) -> Bools:
    """Say which members are those of a site for gambling or pornography, and of no pyramid selling."""
    found = said.are(role, "pyramid_people", "pyramid_levels")
    rows = np.flatnonzero(found)
    texts = said.tokens.texts.gather(pl.Series(said.tokens.text[said.at[rows]]))
    found[rows] = (texts.str.contains(_GAMES) & ~texts.str.contains("传销")).to_numpy()
    return found


def _sold_of_bought(said: Said, found: Found, role: Ints) -> Bools:
    """Say which weights of waste were sold of what had been bought: 收购14吨，出售10吨 are 14."""
    waste = said.counts & (role == said.lex.index("hazardous_waste"))
    bought: Bools = waste & (found.verb == said.lex.index("cost"))
    if not bought.any():
        return bought
    text = said.tokens.text[said.at]
    most = np.zeros(text[-1] + 1, np.int64)
    np.maximum.at(most, text[bought], said.numbers.lo[said.at][bought])
    sold: Bools = waste & (found.verb == said.lex.index("sold")) & (said.numbers.lo[said.at] <= most[text])
    return sold


def _in_order(said: Said, is_metal: Bools, thing: Ints, asked: Ints, role: Ints) -> Ints:
    """Give lists of times the metals named before, each its own: 总铬、总镍分别超标7.7倍和5.2倍."""
    at, around = said.at, said.around
    metals = np.flatnonzero(is_metal)
    rows = np.flatnonzero(asked > 0)
    if not len(rows) or not len(metals):
        return role
    follows = (np.diff(rows, prepend=-9) == 1) & around.gap_is(("、", "和", "及", "与"), at[rows])
    order = np.arange(len(rows))
    head = np.maximum.accumulate(np.where(follows, 0, order))
    length = np.bincount(head, minlength=len(rows))[head]
    first = at[rows[head]]
    begin = np.searchsorted(metals, around.sentence[first])
    named = np.searchsorted(metals, first) - begin
    # 总铬、总镍浓度 each named twice tell no order.
    takes = (length > 1) & (named == length)
    found = role.copy()
    found[rows[takes]] = thing[metals[(begin + order - head)[takes]]]
    return found


def _holds_or_makes(said: Said, role: Ints) -> Bools:
    """Say which counts are of what holds the things, or of how many make one: 37个编织袋, 每条200支."""
    tokens, at = said.tokens, said.at
    asked = said.counts & (role > 0)
    each = said.holds(asked, lambda rows: tokens.ahead(at[rows], 3), _EACH)
    return each | said.holds(asked, lambda rows: tokens.follow(at[rows], 2), _HOLDER)


def _said_after(said: Said, state: Ints) -> Ints:
    """Let the words right after a count say what became of it: 另有60张未售, 其中40袋已售出."""
    at, around, tokens = said.at, said.around, said.tokens
    sold = said.lex.index("sold")
    acts = (said.state > 0) | (said.is_verb & (said.role == sold))
    coming = around.next(acts)[at]
    safe = np.minimum(coming, len(acts) - 1)
    near = (
        said.counts & (state == 0) & (coming < len(acts)) & (around.clause_no[safe] == around.clause_no[at])
    )
    near &= tokens.start[safe] - tokens.end[at] <= _RIGHT_AFTER
    near &= around.next(said.numbers.is_amount)[at] > coming
    found: Ints = np.where(near, np.where(said.state[safe] > 0, said.state[safe], sold), state)
    return found


def _left_over(said: Said, state: Ints) -> Ints:
    """Take for unsold what was found or kept, some words after its number: 另有400张在包裹中被扣."""
    around, sold = said.around, said.lex.index("sold")
    sale = (said.is_verb & (said.role == sold)) | (said.state == sold)
    elsewhere = (state == 0) | ((state == sold) & (around.in_clause(sale, said.at) < 0))
    kept = said.holds(said.counts & elsewhere, lambda rows: said.tokens.follow(said.at[rows], 3), _KEPT)
    found: Ints = np.where(kept, said.lex.index("unsold"), state)
    return found


def _listed_on(said: Said, state: Ints) -> Ints:
    """Let what was said of a count and its price hold of the next count of their list."""
    text, told = said.tokens.text[said.at], state.copy()
    for back, then in _LISTS:
        asked = np.zeros(len(state), bool)
        asked[back:] = said.counts[back:] & (state[back:] == 0) & (said.unit[back:] == said.unit[:-back])
        asked[back:] &= said.counts[:-back] & said.pays[1 : 1 - back] & (text[back:] == text[:-back])
        asked = said.holds(asked, lambda rows: said.tokens.ahead(said.at[rows], 4), then)
        asked = _after_price(said, asked, back)
        for row in np.flatnonzero(asked):  # few, and each may hand on what it was given
            told[row] = told[row - back]
    return told


def _after_price(said: Said, asked: Bools, back: int) -> Bools:
    """Keep the counts before whose list a price stands, ``back`` numbers before them."""
    return said.holds(asked, lambda rows: said.tokens.ahead(said.at[rows - back + 1], 2), _PRICE)


def _all_sold(said: Said, state: Ints) -> Ints:
    """Take for sold the last count before words that say that nothing is left: 购进40斤，已全部售出."""
    lex, at, around = said.lex, said.at, said.around
    out = lex.nil[said.tokens.word] == lex.index("unsold")
    coming = around.next(out)[at]
    safe = np.minimum(coming, len(out) - 1)
    bought = said.are(state, "", "cost")
    sold_out = said.counts & bought & (coming < len(out)) & (around.sentence[safe] == around.sentence[at])
    is_count = said.numbers.is_amount & ~said.is_money
    sold_out &= around.next(is_count | out)[at] == coming
    found: Ints = np.where(sold_out, lex.index("sold"), state)
    return found


def _about(said: Said, thing: Ints, is_metal: Bools) -> Ints:
    """Return which thing each amount may count: named here, right after it, or earlier in the segment."""
    around, at = said.around, said.at
    is_thing = (thing > 0) & ~is_metal
    here = around.in_clause(is_thing, at)
    earlier = around.in_scope(is_thing, around.segment, at)
    coming = around.next(is_thing)[at]
    safe = np.minimum(coming, len(thing) - 1)
    # 撕毁标签，涉案调味料76件: what is counted is named anew
    anew = said.counts & (here < 0) & (earlier >= 0) & (thing[earlier] == said.lex.index("labels"))
    anew = said.holds(anew, lambda rows: said.numbers.ahead(at[rows]), f"{_ANEW}|{_TOOLS}")
    earlier = np.where(anew, -1, earlier)
    follows = (here < 0) & (coming < len(thing)) & (around.clause_no[safe] == around.clause_no[at])
    follows &= said.tokens.start[safe] - said.tokens.end[at] <= 8
    follows &= around.next(said.numbers.is_amount)[at] > coming  # 3条、5件标识: the nearest count
    follows &= said.tokens.next_sign(at) != ord("、")  # 空瓶1100个、瓶盖2600枚: another thing
    # Cartons and sticks in a text on cigarettes are cigarettes, even where a later sentence does not say so.
    smoked = said.in_text(thing == said.lex.index("cigarettes"), at) & said.are(said.unit, "条", "支")
    later = np.where(smoked, said.lex.index("cigarettes"), 0)
    waste = said.lex.index("hazardous_waste")
    carried = (
        said.in_text(thing == waste, at) & said.are(said.unit, "吨", "千克") & (here < 0) & (earlier < 0)
    )
    carried = said.holds(
        carried, lambda rows: said.tokens.since(at[rows], around.segment[at[rows]]), _CARRIED
    )
    later = np.where(carried | _turns_out(said, (here < 0) & (earlier < 0), thing == waste), waste, later)
    named = np.where(here >= 0, thing[here], np.where(earlier >= 0, thing[earlier], later))
    return np.where(follows, thing[safe], named)


def _turns_out(said: Said, unnamed: Bools, is_waste: Bools) -> Bools:
    """Say which weights are found to be of dangerous waste by what follows: 12吨，经鉴定属于危险废物."""
    tokens, at = said.tokens, said.at
    asked = unnamed & said.counts & said.are(said.unit, "吨", "千克") & said.in_text(is_waste, at)
    asked &= ~said.holds(asked, lambda rows: tokens.ahead(at[rows], 3), _ORDINARY)
    return said.holds(asked, lambda rows: tokens.follow(at[rows], 16), _IS_WASTE)


def _counted_in(said: Said, about: Ints, unit: Ints) -> Bools:
    lex = said.lex
    table = np.zeros((len(lex.names), len(lex.names)), bool)
    for thing, units in lex.units_of.items():
        for name in units:
            if name in lex.names:
                table[lex.index(thing), lex.index(name)] = True
    found: Bools = table[about, unit]
    return found


def _is_share(said: Said, found: Found) -> Bools:
    around = said.around
    taxed = said.is_named & said.are(said.role, "tax_evaded", "tax_due")
    speaks = around.in_scope(taxed, around.sentence, said.at) >= 0
    due = said.are(found.named, "tax_due") | said.are(found.heir, "tax_due")
    shared = around.in_clause(around.sign("share"), said.at) >= 0
    is_percent: Bools = said.unit == said.lex.index("比例")
    return speaks & (shared | due) & is_percent
