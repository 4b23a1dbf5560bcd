"""What amounts are in cases of crime: taken, paid for what was stolen, moved through an account, not had."""

from __future__ import annotations

import numpy as np

from models.facts.whose.handed import hand_over
from models.facts.whose.persons import of_bribery
from models.facts.whose.proceeds import stand_in
from models.facts.whose.retold import tell_again
from models.facts.words.lexicon import Bools
from models.facts.words.said import Found, Said

_NAMED = 0.9  # confidence from which an amount is named in its own clause
_USED = "^(?:元|整)?[^，。；0-9]{0,2}(?:用于|用作|用以|挥霍|[还付交]了?(?:债|利息|房贷|货款|首付))"
_USED_UP = (
    "(?:挥霍|花[掉光费])[了掉]?[约近共]?$|用于(?:赌博|炒股|个人|挥霍|打赏|[偿归]?还)[^，。；0-9]{0,14}$"
)
_USED_ALSO = "用于[^。；]{0,40}(?:消费|开支|支出|开销|花销|装修|购[买置房车])[^，。；0-9]{0,4}$"
_FLED = "^[^。；]{0,30}(?:失联|失去联系|拉黑|卷款|跑路|潜逃|逃匿|逃跑|不知去向|关机|据为己有|挥霍)"
_FLOWS = "(?:流水|转[入出]|流[入出]|结算|[过走]账)[^，。；0-9]*$"
_CHARGES = (
    "盗窃|行窃|扒窃|诈骗|抢劫|抢夺|敲诈|失窃|被盗|利用职务|职务(?:上的?|之)?便"
    "|[掉调]包|趁[^。]{0,60}(?:[拿骑抱提开推带]走|逃[离跑])"
    "|藏[于入在匿][^。；]{0,12}(?:带出|离开|走出)|[未没](?:有)?(?:付款|结账|付账|付钱)[^。；]{0,10}(?:带|拿|离开|走)"
)
_STEALS = "(?:趁|乘)(?:无人|夜|[^，。；]{1,12}(?:不备|不在|熟睡|无人|之机|之际))"
# 被烧毁物品价值, 约定总货款84万元: of goods that nobody took
_NOT_HAD = (
    "(?:烧毁|被毁|损坏|毁坏|砸坏|撬坏|损毁|毁损)[^，。；]{0,14}$"
    "|(?:购买?时?价格?|原价|购[置入]?价格?|买价)(?:为|是|约|人民币|[:：])*$"
    "|(?:约定|签订)[^。；]{0,40}(?:总货款|货款总额)[^，。；]{0,4}$"
)
# 骑到外地卖了800元; 以600元卖掉: what stolen goods brought, beside what they are worth
_SALE_BEFORE = (
    "(?:卖|变卖|销赃|出手|典当|转手|贱卖|处理)(?:了|得|掉|给[^，。；]{0,10})?(?:得|款|钱|人民币|现金|约)*$"
)
_SALE_AFTER = "^(?:元|块钱?)?(?:的?(?:低价|价格?|价钱))?(?:卖|变卖|销赃|出手|典当|转手|贱卖|处理)[掉给了出与]"
_FORGIVEN = "^[^，。；]{0,6}(?:取得|获得|得到)?[^，。；]{0,6}谅解"


def of_crimes(said: Said, found: Found) -> None:
    """Settle what the amounts of a case of crime are."""
    fenced = _fenced(said)
    _received(said, found, fenced)
    _moved(said, found)
    _spent(said, found)
    hand_over(said, found)
    _failed(said, found)
    _values(said, found, fenced)
    _sold_for(said, found, fenced)
    _resold(said, found, fenced)
    stand_in(said, found, fenced)
    tell_again(said, found)


def _fenced(said: Said) -> Bools:
    """Say which amounts are told of stolen goods that were bought, not stolen, by the party."""
    around, at = said.around, said.at
    fence = around.sign("fences")
    if not fence.any():
        return np.zeros(len(at), bool)
    steals = said.is_named & (said.role == said.lex.index("taken"))
    first = around.segment
    buys, robs = np.zeros(len(around.rows), bool), np.zeros(len(around.rows), bool)
    buys[first[fence]] = robs[first[steals]] = True
    # 盗窃、掩饰隐瞒犯罪所得案: a segment that tells of stealing is of stealing.
    here = (buys & ~robs)[first]
    found: Bools = (here | (said.in_text(fence) & ~said.in_text(steals & ~here)))[at]
    # 趁无人将价值4100元的电动车推走，卖给明知是赃物的丁某: the sentence begins with the theft.
    sentence = around.sentence[at]
    told = said.holds(found, lambda rows: said.tokens.since(at[rows], sentence[rows]), _STEALS)
    return found & ~told


def _received(said: Said, found: Found, fenced: Bools) -> None:
    """Take what the accused received by deceit for taken, and what stolen goods brought for a gain."""
    around, lex = said.around, said.lex
    crime = around.sign("crime")
    accused = said.in_text(around.sign("accused"), said.at)
    criminal = said.in_text(crime, said.at)
    robbed = said.in_text(said.everywhere(found.role == lex.index("taken")), said.at)
    pretext = said.is_said("pretext", around.sentence)
    tricked = said.is_said("crime", around.sentence) | pretext
    # 以代办驾照为名收取1.6万元后失联: deceit, though nobody is accused yet
    fled = said.pays & pretext & criminal & (found.role == lex.index("business"))
    accused |= said.holds(fled, lambda rows: said.tokens.follow(said.at[rows], 8), _FLED)
    received = said.pays & (found.role == lex.index("business")) & accused & (criminal | pretext)
    found.role = np.where(received & (tricked | ~robbed), lex.index("taken"), found.role)
    # 敲诈他人3次，得款9000元: what was got by threats was taken
    got = said.pays & (found.role == lex.index("gain")) & criminal & ~robbed
    got &= said.are(
        lex.role[said.tokens.word[np.maximum(around.in_clause(said.is_named, said.at), 0)]], "yield"
    )
    found.role = np.where(_extorted(said, got), lex.index("taken"), found.role)
    # 将窃得的手机卖得700元: what stolen goods brought is a gain
    sold = said.pays & (found.role == lex.index("sold")) & robbed & criminal & ~fenced
    found.role = np.where(sold, lex.index("gain"), found.role)
    # 医保局飞检：重复收费，违规金额9.42万元: what was charged too much, the funds paid.
    insured = said.in_text(around.sign("insurance"), said.at)
    charged = said.pays & insured & said.are(found.role, "business", "gain") & (found.per == 0)
    found.role = np.where(charged, lex.index("taken"), found.role)
    bribery = of_bribery(said)[said.at]
    # 以打点为由收受好处费3万元, in a text of deceit that names no bribe: the pretext
    favours = said.pays & (found.role == lex.index("bribe")) & accused & ~bribery & (criminal | pretext)
    found.role = np.where(favours, lex.index("taken"), found.role)
    bribed = said.are(found.role, "business", "taken") & (found.confidence < _NAMED)
    # 收受现金2万元、价值3,000元的购物卡
    bribed |= said.are(found.role, "taken") & said.holds(
        said.pays & bribery, lambda rows: said.numbers.ahead(said.at[rows]), "(?:价值|折合)(?:人民币)?$"
    )
    found.role = np.where(said.pays & bribery & bribed, lex.index("bribe"), found.role)


def _extorted(said: Said, asked: Bools) -> Bools:
    """Say which of the amounts stand in a text that tells of extortion, and of nothing sold."""
    found = said.told("敲诈|勒索", asked)
    return found & ~said.in_text(said.are(said.role, "sold") & (said.is_verb | said.is_named), said.at)


def _failed(said: Said, found: Found) -> None:
    """Take what nobody got for no measure: 索要1.2万元未果; 未遂9万元."""
    around, at = said.around, said.at
    fails = around.sign("failed")
    failed = np.minimum(around.next(fails)[at], len(around.rows) - 1)
    missed = fails[failed] & (around.clause_no[failed] == around.clause_no[at])
    missed &= failed < np.concatenate((at[1:], [len(around.rows)]))
    before = around.in_clause(fails, at)
    takes = said.is_named & (said.role == said.lex.index("taken")) & ~fails
    missed |= (before >= 0) & (said.spent() < before) & (around.in_clause(takes, at) < before)
    takes = said.pays & said.are(found.role, "taken", "gain", "refund")
    found.role = np.where(missed & takes, said.lex.index("unknown"), found.role)


def _moved(said: Said, found: Found) -> None:
    """Take what went through a lent account for another's: the money of the victims of others."""
    around, lex, at = said.around, said.lex, said.at
    moves = said.in_text(around.sign("launders"), at) & said.pays
    if not moves.any():
        return
    theirs = moves & said.are(found.role, "taken", "loss")
    named = theirs & (said.are(found.named, "taken", "loss") | (found.role == lex.index("loss")))
    found.veto = np.where(named, lex.index("other_party"), found.veto)
    flows = moves & said.are(found.role, "business", "sold")
    flows = said.holds(flows, lambda rows: said.tokens.ahead(at[rows], 2), _FLOWS)
    found.role = np.where((theirs & ~named) | flows, lex.index("unknown"), found.role)


def _spent(said: Said, found: Found) -> None:
    """Take no notice of what the money was spent on, and take what bought forgiveness for given back."""
    around, lex, at, tokens = said.around, said.lex, said.at, said.tokens
    steals = said.is_named & (said.role == lex.index("taken"))
    criminal = said.in_text(around.sign("crime") | (around.sign("accused") & said.in_text(steals)), at)
    criminal &= said.pays
    inherits = criminal & said.are(found.role, "taken", "gain", "cost", "refund")
    inherits &= (found.named == 0) | (found.confidence < _NAMED)
    used = said.holds(inherits, lambda rows: tokens.follow(at[rows], 2), _USED)
    used |= said.holds(inherits, lambda rows: tokens.ahead(at[rows], 3), _USED_UP)
    # 用于偿还贷款8万元、生活消费4万元
    used |= said.holds(inherits, lambda rows: tokens.since(at[rows], around.sentence[at[rows]]), _USED_ALSO)
    found.role = np.where(used, lex.index("unknown"), found.role)
    asks = criminal & said.are(found.role, "", "cost", "unknown")
    forgiven = said.holds(asks, lambda rows: tokens.follow(at[rows], 2), _FORGIVEN)
    found.role = np.where(forgiven, lex.index("repaid"), found.role)


def _values(said: Said, found: Found, fenced: Bools) -> None:
    """Take the value of goods for what was taken where a text names such an act, but not of a fence."""
    lex, at, text = said.lex, said.at, said.tokens.text
    has_taken = np.zeros(text[-1] + 1, bool)
    has_taken[text[said.is_named & (said.role == lex.index("taken"))]] = True
    has_taken[text[at[found.role == lex.index("taken")]]] = True
    charged = said.in_text(said.around.sign("accused"), at) & said.pays
    charged = said.told(_CHARGES, charged)
    has_taken[text[at[charged]]] = True
    whole = said.pays & ((found.role == lex.index("goods")) | found.by_state)
    whole |= charged & said.are(found.role, "unsold") & (found.named == lex.index("goods"))
    whole &= ~said.holds(
        whole & has_taken[text[at]],
        lambda rows: said.tokens.since(at[rows], said.around.sentence[at[rows]]),
        _NOT_HAD,
    )
    found.role = np.where(whole & has_taken[text[at]] & ~fenced, lex.index("taken"), found.role)
    bought = fenced & said.pays & (found.role == lex.index("taken"))
    pays = bought & ((found.named == lex.index("cost")) | (found.verb == lex.index("cost")))
    valued = bought & ~pays & (found.named == lex.index("goods"))
    found.role = np.where(pays, lex.index("cost"), np.where(valued, lex.index("goods"), found.role))


def _sold_for(said: Said, found: Found, fenced: Bools) -> None:
    """Take for what stolen goods brought what stands before their sale: 以800元卖掉."""
    around, lex, at, tokens = said.around, said.lex, said.at, said.tokens
    sale = said.is_verb & (said.role == lex.index("sold"))
    coming = np.minimum(around.next(sale)[at], len(sale) - 1)
    near = sale[coming] & (around.clause_no[coming] == around.clause_no[at])
    near &= tokens.start[coming] - tokens.end[at] <= 2
    near &= said.pays & said.are(found.role, "taken", "goods", "", "unknown")
    near &= said.in_text(around.sign("crime"), at) & said.in_text(around.sign("accused"), at)
    near = said.holds(near, lambda rows: tokens.ahead(at[rows]), "以(?:人民币)?$")
    brought = np.where(fenced, lex.index("sold"), lex.index("gain"))
    found.role = np.where(near, brought, found.role)


def _resold(said: Said, found: Found, fenced: Bools) -> None:
    """Take for a gain what a thief sold the goods for, where the text tells too what they are worth."""
    lex, at, tokens = said.lex, said.at, said.tokens
    taken = lex.index("taken")
    steals = said.in_text(said.is_named & (said.role == taken))[at]
    charged = said.in_text(said.around.sign("accused"), at) & said.pays & ~steals
    steals = (steals | said.told(_CHARGES, charged)) & said.pays & ~fenced
    asked = steals & said.are(found.role, "taken", "goods", "unknown", "")
    brought = said.holds(asked, lambda rows: tokens.ahead(at[rows], 2), _SALE_BEFORE)
    brought |= said.holds(asked, lambda rows: tokens.follow(at[rows], 2), _SALE_AFTER)
    worth = said.everywhere((found.role == taken) & said.pays & ~brought)
    brought &= said.in_text(worth)[at]
    found.role = np.where(brought, lex.index("gain"), found.role)
