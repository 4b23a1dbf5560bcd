"""What was given back or confiscated after it had been named for what it was: 违法所得2,300元予以没收."""

from __future__ import annotations

import numpy as np

from models.facts.words.said import Found, Said

_BESIDE = 4  # signs between an amount and the act that takes it away
_OWED = (
    "(?:拖欠|欠付|欠发|尚欠|未付|未支付|未足额支付|应付未付)[^，。；]{0,20}"
    "(?:劳务费|人工费|工费|报酬|薪酬|工资)[^，。；0-9]{0,6}$"
)
_UNPAID = (
    "^[^，。；0-9]{0,6}(?:拒不|仍未|尚未|至今未|未能?|没有?)(?:依法|按期|足额|按时|得到|获得)?"
    "(?:支付|发放|付清|兑付|结清|补发|给付|付|发)"
)
_PAID_OFF = (
    "(?:[共已先代又]|代其|实际|陆续|随后)(?:向[^，。；0-9]{1,12})?"
    "(?:支付|垫付|发放|补发)了?[^，。；]{0,6}[拖所]欠"
)
# 立案后，法定代表人支付工资30万元
_PAID = (
    "(?:支付|发放|兑付|给付|补发|付清|结清|垫付)了?[^，。；0-9]{0,10}"
    "(?:工资|报酬|欠薪|薪酬|劳务费)[^，。；0-9]{0,6}$"
)
_LEFT = "(?:尚|仍|还|余|依然)(?:有|拖)?(?:欠|余)[^，。；0-9]{0,8}$"
_NOT_YET = "未|拒|应|责令|要求|欠|须|需|逾期|限期|承诺|同意|约定|不|没|每|标准"
_DEBT = "滞纳金[^。；0-9]{0,12}罚款[^。；0-9]{0,4}(?:共计|合计|总计|共|计)[^，。；0-9]{0,6}$"
# 退一赔三，支付21,440元: paid to those who had bought
_PAID_THREEFOLD = (
    "(?:退[一1]赔[一二三四五十0-9]|假一赔|三倍赔偿|十倍赔偿|达成(?:了)?(?:调解|和解|赔偿))[^。；0-9]{0,24}"
    "(?:支付|付给?|给付|付款)(?:了|共|合计|人民币)*$"
)
_PUT = "[将把][^，,。；;]*$"
_TAKES_AWAY = (
    "没收[^，。；0-9]{0,12}(?:所得|收入|收益|利润|货款|价款|售款|报酬|加工费|服务费|运费|检测费|租金|学费)"
)
_MANY = "(?:款|人民币|共计|合计|共|计|为)*[￥¥]?"
_PAID_LESS = "(?:少发|少支付|少给付|少付|少给|克扣|扣发)"
_RAISES = (
    "(?:吸收|募集|集资)[^。；]{0,24}(?:资金|存款|投资|款)|集资|非法吸收|[投集]资参与人|未能?兑付|无法兑付|出借人"
    "|投资(?:人|者|客户)"
)
_INTEREST = (
    "(?:支付|付|兑付|返还?|发放|给付|兑现|结付|偿付)了?(?:给[^，。；0-9]{1,8}|[^，。；0-9]{0,8}的)?(?:投资人|集资人|参与人|会员|储户)?的?"
    "(?:高额|到期|部分|承诺|约定)?(?:利息|本息|息|收益|分红|红利|回报)(?:款|人民币|共计|合计|共|计|为|约)*$"
)


def give_up(said: Said, found: Found) -> None:
    """Let an act right after a gain, or confiscation right after any amount, say what became of it."""
    around, lex, tokens, at = said.around, said.lex, said.tokens, said.at
    last, clause = len(tokens.word) - 1, around.clause_no
    forfeit = said.is_verb & said.are(said.role, "forfeit")
    gives_back = said.is_named & said.are(said.role, "repaid", "forfeit_gain")
    back = np.minimum(around.next(forfeit | gives_back)[at], last)
    ends = said.pays & (clause[back] == clause[at]) & (back > at)
    distance = tokens.start[back] - tokens.end[at]
    ends &= distance <= _BESIDE
    taken_off = said.are(said.role[back], "forfeit", "forfeit_gain")
    of_gain = said.are(found.role, "gain", "business", "sold")
    # 剩62,589.45元没收
    at_once = taken_off & (distance == 0) & said.are(found.role, "repaid", "unknown", "", "cost")
    asks = ends & of_gain & ~taken_off
    put = said.holds(asks, lambda rows: tokens.ahead(at[rows], 2), _PUT)
    gives = np.where(taken_off, lex.index("forfeit_gain"), said.role[back])
    found.role = np.where(ends & ((of_gain & (taken_off | put)) | at_once), gives, found.role)
    # 没收16,000元: money is confiscated as a gain
    act = np.maximum(around.in_clause(said.is_verb, at), 0)
    bare = said.pays & (found.named == 0) & said.are(said.role[act], "forfeit")
    bare &= (found.role == lex.index("forfeit")) & (tokens.start[at] - tokens.end[act] <= 1)
    found.role = np.where(bare, lex.index("forfeit_gain"), found.role)


def confiscate(said: Said, found: Found) -> None:
    """Take for a confiscated gain what is named as what the offence brought in: 没收改装所得3,800元."""
    at, clause = said.at, said.around.any_clause
    asked = (
        said.pays & (found.per == 0) & said.are(found.role, "gain", "business", "sold", "cost", "forfeit", "")
    )
    asked = said.told(_TAKES_AWAY, asked)
    taken = said.holds(
        asked, lambda rows: said.tokens.since(at[rows], clause[at[rows]]), f"{_TAKES_AWAY}{_MANY}$"
    )
    found.role = np.where(taken, said.lex.index("forfeit_gain"), found.role)


def pay_back(said: Said, found: Found) -> None:
    """Take for given back what those who paid in are paid: 吸收资金6,314万元，支付利息1,027万元."""
    at, clause = said.at, said.around.any_clause
    asked = said.told(_RAISES, said.pays & (found.per == 0) & said.are(found.role, "cost", "unknown", "gain"))
    paid = said.holds(asked, lambda rows: said.tokens.since(at[rows], clause[at[rows]]), _INTEREST)
    found.role = np.where(paid, said.lex.index("repaid"), found.role)


def owe_wages(said: Said, found: Found) -> None:
    """Take for owed wages what is left unpaid of them: 拖欠民工劳务费38万元；支付12万元，余29万元拒不支付."""
    tokens, at, around = said.tokens, said.at, said.around
    labour = around.sign("labour") | (said.is_named & said.are(said.role, "wages"))
    asked = (
        said.pays & said.are(found.role, "", "unknown", "cost", "repaid", "gain") & said.in_text(labour, at)
    )
    owed = said.holds(asked, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _OWED)
    # 其兄代其支付拖欠工资2万元
    owed &= ~said.holds(owed, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _PAID_OFF)
    owed |= said.holds(asked, lambda rows: tokens.follow(at[rows], 3), _UNPAID)
    # 月薪低于最低工资，合计少发19,800元
    short = said.told(_PAID_LESS, said.pays & said.are(found.role, "unknown", "gain", "", "rent"))
    short = said.told("工[资钱]|薪|加班费|报酬", short)
    owed |= said.holds(short, lambda rows: tokens.ahead(at[rows], 2), f"{_PAID_LESS}[^，。；0-9]{{0,6}}$")
    found.role = np.where(owed, said.lex.index("wages"), found.role)
    # 变卖设备得款9.9万元，用于支付工资: the employer's own things, not his trade
    sold = said.pays & said.are(found.role, "sold") & said.in_text(labour, at)
    sold = said.holds(sold, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), "变卖")
    found.role = np.where(sold, said.lex.index("unknown"), found.role)
    wages = said.pays & said.are(found.role, "wages")
    # 拖欠工资100万元，已支付40万元，尚欠60万元: what is left of what was told first
    left = wages & np.concatenate(([False], said.are(found.role[:-1], "repaid")))
    left &= np.concatenate(([False], tokens.text[at[1:]] == tokens.text[at[:-1]]))
    found.is_part |= said.holds(left, lambda rows: tokens.since(at[rows], around.any_clause[at[rows]]), _LEFT)
    told = np.concatenate(([-1], np.flatnonzero(wages)))[np.cumsum(wages) - wages]  # the wages before
    later = wages & (told >= 0) & (tokens.text[at[told]] == tokens.text[at])
    clause = around.any_clause
    paid = said.holds(later, lambda rows: tokens.since(at[rows], clause[at[rows]]), _PAID)
    paid &= ~said.holds(paid, lambda rows: tokens.since(at[rows], clause[at[rows]]), _NOT_YET)
    found.role = np.where(paid, said.lex.index("repaid"), found.role)


def make_good(said: Said, found: Found) -> None:
    """Take for given back what is paid right after a loss: 医药费14,206元，园方垫付1万元."""
    lex, at = said.lex, said.at
    money = np.flatnonzero(said.pays & (found.per == 0) & ~np.isin(found.role, said.prices))
    ahead, rows = money[:-1], money[1:]
    pays = said.are(lex.role[said.tokens.word], "pays", "paid")
    act = np.maximum(said.around.in_clause(said.is_verb | said.is_named, at[rows]), 0)
    paid = pays[act] & said.are(found.role[rows], "cost", "business") & (act > at[ahead])
    segment, sentence = said.around.segment[at], said.around.sentence[at]
    back = said.are(found.role[ahead], "repaid") & (segment[rows] == segment[ahead])
    paid &= back | (said.are(found.role[ahead], "loss") & (sentence[rows] == sentence[ahead]))
    found.role[rows[paid]] = lex.index("repaid")
    made = said.told(
        "赔|和解|调解",
        said.pays & (found.per == 0) & said.are(found.role, "cost", "unknown", "business", "sold", ""),
    )
    made = said.holds(made, lambda rows: said.tokens.since(at[rows], sentence[rows]), _PAID_THREEFOLD)
    found.role = np.where(made, lex.index("repaid"), found.role)
    # 罚金2万元，追缴6.23万元: beside a fine, and where nothing was taken from anybody, a gain is recovered
    asked = said.pays & said.are(found.role, "repaid")
    asked &= ~said.in_text(said.is_named & said.are(said.role, "taken", "tax", "tax_due", "tax_evaded"), at)
    recovered = said.holds(asked, lambda rows: said.tokens.ahead(at[rows]), "(?:[并，]|^)追缴(?:人民币)?$")
    recovered = said.holds(
        recovered,
        lambda rows: said.tokens.since(at[rows], said.around.sentence[at[rows]]),
        "罚[款金]?[^。]*$",
    )
    found.role = np.where(recovered, lex.index("forfeit_gain"), found.role)
    # 追缴税款、加收滞纳金并处罚款，共计538万元: all that is to be paid, of which the fine is a part
    fine = said.pays & said.are(found.role, "fine")
    sentence = said.around.sentence[at]
    all_of_it = said.holds(fine, lambda rows: said.tokens.since(at[rows], sentence[rows]), _DEBT)
    found.role = np.where(all_of_it, lex.index("unknown"), found.role)
