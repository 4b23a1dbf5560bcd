"""Who hands money to whom in a case of crime: what the accused gets was taken, whatever it was called.

Judgments name the accused once (被告人张某) and then by name. With the accused and everybody else each as one
sign, who gives and who gets stands in the order of signs and verbs: 张某收取李某定金, 李某交给张某, 李某汇款.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.facts.whose.persons import ACCUSED as _A
from models.facts.whose.persons import ACCUSED_ACTS as _A_DOES
from models.facts.whose.persons import ALL as _ALL
from models.facts.whose.persons import OTHER as _B
from models.facts.whose.persons import OTHER_ACTS as _B_DOES
from models.facts.whose.persons import of_bribery, with_persons
from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Found, Said

_NAMED = 0.9  # confidence from which an amount is named in its own clause
_BARE = 0.3  # confidence of an amount that no word speaks of
_TOLD = 0.65  # confidence of what is taken by who hands it over
_OPEN = (
    "",
    "unknown",
    "price",
    "cost",
    "rent",
    "capital",
    "business",
    "lent",
    "concealed",
    "gain",
    "bribe",
    "sold",
    "cashed",
)
_VALUES = ("goods", "unsold")  # what things are worth is settled later, but not of gifts and tools
_CLAUSE = "[^，。；：]"
_GIVES = (
    "(?:支付|给付|付给|交给|交付|转给|转账|转款|汇给|汇款|汇入|转入|打给|打入|打款|存入|借给|缴纳|交纳|缴费|交费|交了"
    "|付款|预付|付了|汇了|转了|给了|出资|投资|拿出|先后付|分别付|给)"
)
_GETS = "(?:收取|收到|收受|收得|索取|索得|领取|领得|骗|要走|借走|套取|支取|[冒虚多骗]领)"
_ASKS = "(?:让|要求|要|叫|令|催)"
_FORCES = "(?:迫使|逼迫|强迫|胁迫|威逼|逼令|诱使|诱骗|诱导|骗使|哄骗|致使)"
_PULLS = "(?:[掏拿抽摸翻搜偷拎扒顺搬弄抢夺拽扯抓夹]走|[掏拿抽摸翻搜拽]出)"  # out of a pocket or a drawer
_DRAWS = (
    "(?:[取提转划刷]走|取出|划转|盗刷|支取|取现|取款|提现|套现|划扣|刷卡消费|扫码消费|扫码支付|消费"
    "|转账支出|转出|充值话费|充值|(?:办理|申请)[^，。；0-9]{0,6}(?:贷款|网贷|借款))"
)
_KEY = (
    "(?:盗|窃|偷|骗|捡|拾|抢|猜|冒用|趁|不知情|获取|套取)[^。]{0,50}"
    "(?:卡|存折|存单|手机|密码|账户|账号|宝|微信|花呗|验证码)"
)
_OWN = (
    "(?:自己|本人|对方|诈骗分子|犯罪(?:团伙|分子)|骗子|其(?:本人|自己|个人)?)"
    "(?:的|名下|所有|控制|持有|使用|提供|指定|实际|事先|预先|准备|租用|借用|开设|掌握)*"
)
_PURSE = "(?:账户|账号|帐户|帐号|银行卡|卡|微信|支付宝|宝|钱包|户头|名下)"
_TAKES = (
    "[盗窃偷骗诈扒抢夺]|敲诈|勒索|侵吞|侵占|[据占]为己有|归个人|私吞|套取|冒领|挪用|贪污|不备|要挟|威胁"
    "|虚构|虚假|谎称|隐瞒|密码|验证码|指纹|口袋|失联|关机|停机|谅解|退赃|镊子|望风"
    "|趁[^。]{0,60}[抓拿提抱骑推开带]走|私自[收将带拿取占转使]|私分|[掉调]包|不上[交缴]|未上[交缴]|不入账|截留|[使用以]假|冒充|伪造"
    "|没有为[^，。；]{0,16}(?:托关系|办|安排|联系)"
)
_BACK = "(?:退|还|返|赔|[^补]偿|分给|分得|分别得|发给|卖给|工资)"
_USES = (
    rf"(?:用所|所[盗骗窃抢得]|赃款|[盗骗窃抢]得的){_CLAUSE}{{0,12}}"
    rf"(?:消费|购买|支付|付|还|充值){_CLAUSE}{{0,6}}$"
)
_PLACE = "[包袋兜柜屉箱盒篮桶车家店房卡户宝床桌衣裤夹][内里上中]"
_PRICED = "以|按|单|均|售|卖|购买|收购|零售|批发|转让|成交|约定"
_BEFORE = {  # what the text before an amount says of it
    "other_acts": rf"{_B_DOES}[^{_A_DOES}{_B_DOES}]*$",
    "accused_acts": rf"{_A_DOES}[^{_A_DOES}{_B_DOES}]*$",
    "gives": rf"{_GIVES}{_CLAUSE}{{0,16}}$",
    "gets": rf"{_GETS}{_CLAUSE}{{0,18}}$|{_GETS}{_CLAUSE}{{0,8}}，(?:共计?|合计|累计|总计)(?:人民币)?$"
    rf"|{_GETS}{_CLAUSE}{{0,24}}，每[人名位户](?:人民币)?$"
    rf"|(?:向|从|找)[{_ALL}]{_CLAUSE}{{0,12}}借{_CLAUSE}{{0,8}}(?:，[共总累合]计?(?:借[款得])?(?:人民币)?)?$",
    "forced": rf"{_FORCES}[{_ALL}其]?{_CLAUSE}{{0,16}}(?:{_GIVES}|交出|拿出|掏出){_CLAUSE}{{0,12}}$",
    "pulls": rf"{_PULLS}(?:了|其中|里面|的|一[沓叠扎捆把]|现金|人民币|，?共计|，?合计|共|约)*$",
    "draws": rf"{_KEY}.*{_DRAWS}(?:了|走|其中|里面|卡内|现金|存款|人民币|，?共计|，?合计|共|约)*"
    "(?:，?(?:每笔|各笔|单笔)?(?:的?金额)?(?:分别|依次)(?:为|是)?)?$",
    "to_own": rf"[向给至到入往]{_OWN}{_CLAUSE}{{0,12}}{_PURSE}{_CLAUSE}{{0,4}}{_GIVES}{_CLAUSE}{{0,8}}$"
    rf"|{_GIVES}(?:给|至|到|入|了)?{_OWN}{_CLAUSE}{{0,12}}{_PURSE}(?:内|中|上|里)?(?:现金|人民币|共计|合计|共|约)*$",
    "to_accused": rf"{_GIVES}(?:给|至|到|入|了|与)?[{_A}{_A_DOES}]{_CLAUSE}{{0,14}}$"
    rf"|(?:按照?|依照?)[{_A}{_A_DOES}]{_CLAUSE}{{0,8}}{_GIVES}{_CLAUSE}{{0,10}}$",
    "asks": rf"{_ASKS}[{_ALL}其]?{_CLAUSE}{{0,16}}(?:{_GIVES}|追加|准备|筹集|凑|[先再另补续][付交缴转])"
    rf"{_CLAUSE}{{0,12}}$"
    rf"|(?:索要|强要|勒索){_CLAUSE}{{0,10}}$"
    # 让乙某为其购买机票，共计花费3000元
    rf"|{_ASKS}[{_B}{_B_DOES}]{_CLAUSE}{{0,8}}[为帮替给](?:其|自己)(?:[订购代支垫充]|买){_CLAUSE}{{0,16}}"
    "(?:，?(?:共计?|合计|总计)?花费(?:人民币|共计|合计)*)$",
    # 又索要剩余的7000元, 再要求其转账3万元
    "asks_again": rf"(?:又|再|继续|剩余|余下|余款|另行?){_CLAUSE}{{0,24}}$",
    # 谎称公司可以从银行贷款3000万元: a tale
    "tale": rf"(?:虚构|谎称|编造|声称|许诺|承诺)[^。；]{{0,60}}(?:可以|能够|能|可){_CLAUSE}{{0,14}}"
    rf"(?:贷款|贷|借给?|赚|获得?|得到|返还?|领取?|退){_CLAUSE}{{0,6}}$",
    # 给乙某购买了500元的手链
    "gifts": rf"(?:给|为|向|送)[{_B}{_B_DOES}]{_CLAUSE}{{0,10}}(?:购?买|发|送|赠)"
    "(?:了|价值|人民币|现金|红包|“)*$",
    # 以分红名义返给乙某2000元
    "dividends": rf"(?:利润|分红|股息|红利|利息|收益|返利|回报){_CLAUSE}{{0,4}}"
    rf"(?:为名|名义|方式|形式|款)?{_CLAUSE}{{0,8}}"
    rf"(?:支付|返还|返给|付给|转给|给付?|退还?)[给了]?[{_B}{_B_DOES}]{_CLAUSE}{{0,6}}$",
    # 扣押作案车辆一辆，价值3万元; 查获假元宝三个，价值150元
    "tools": rf"(?:作案|假|伪造){_CLAUSE}{{0,14}}"
    rf"(?:车|摩托|船|工具|手机|元宝|银元|古董|金条|物品)[^。；]{{0,24}}价值(?:人民币|约|共计)*$"
    r"|[均皆都]?[为系是](?:铜|铁|铝|塑料|玻璃|合金|普通|仿制)[^，。；]{0,6}，[^，。；]{0,4}价值(?:人民币|约|共计)*$",
    # 丙某等人按照其传授的方法窃得: of a crime of teaching how, the acts of others
    "taught": rf"(?:按照?|依照?|以|采用|使用|运用|通过)(?:其|[{_A}{_A_DOES}])?所?(?:传授|教授|教)的?"
    "[^，。；]{0,6}(?:方[法式]|手[段法])，?[^。；]{0,24}$",
    # 乙某家被盗，丢失现金800元
    "missing": "(?:被盗|失窃|被窃|遭窃)[^。；0-9]{0,8}，[^。；0-9]{0,8}(?:丢失|少了|损失)"
    "(?:了|现金|人民币|约|近)*$",
    "dropped": "(?:丢失|掉落|散落|遗落)(?:了|约|现金|人民币)*$",  # on the way out, of what was told before
    "paper": rf"(?:存单|存折|欠条|借条|借据|汇票){_CLAUSE}{{0,4}}（?(?:面额|金额|票面)[^。；]{{0,12}}$"
    rf"|卡{_CLAUSE}{{0,4}}（余额(?:为|约)?$",
    "back": rf"{_BACK}{_CLAUSE}{{0,16}}$|{_USES}|[将把用]{_CLAUSE}{{0,24}}的$|上述$",
    "spoils": rf"(?:赃款|所[盗骗窃抢得]|[盗骗窃抢]得的?|诈骗款|上述|该笔?){_CLAUSE}{{0,14}}$",
    "uses": _USES,
    # 帮上线取款2000元: what others had taken already
    "mule": rf"(?:[帮替代]|受{_CLAUSE}{{1,10}}(?:指使|委托|安排|请托)){_CLAUSE}{{0,24}}"
    rf"{_DRAWS}(?:了|现金|人民币|共计|共)*$",
    "balance": "余额(?:为|约|尚有|还有|仅剩|人民币)*$",
    "label": "(?:购买?时?(?:的?发票)?价格?|原价|购[置入]?价格?|买价|发票价格?)(?:为|是|约|人民币|[:：])*$",
    "signs": rf"(?:签订|签署|订立){_CLAUSE}{{0,30}}$",
    "agreed": rf"(?:约定|商定|谈好|谈妥|议定|承诺|许诺|答应|总货款|总价款?){_CLAUSE}{{0,16}}$"
    rf"|同意[^，。；：后并即遂便]{{0,4}}(?:{_GIVES}|赔偿|补偿)[^，。；：了]{{0,8}}$"
    rf"|(?:应当?|须|需要?){_GIVES}{_CLAUSE}{{0,10}}$"
    rf"|(?:准备|打算|正要|正欲|欲)(?:再|继续)?(?:{_GIVES}|[转付汇存]){_CLAUSE}{{0,10}}$",
    "sells": "(?:卖|销赃|变卖|出售|转手)(?:得|了|出|得款|获得|获|共)*(?:赃款|现金|人民币|共计|共|约)*$",
    "for": "以(?:人民币)?(?:共计|约)?$",
    "nets": "(?:实得|实际(?:得款|得到|到手|取得|获得|骗得|骗取|拿到|收到|交付|支付|给付|转账|出借|侵占"
    "|侵吞|占有))(?:现金|人民币)*$",
    "damaged": rf"(?:烧毁|被毁|损坏|毁坏|砸坏|撬坏|损毁|毁损){_CLAUSE}{{0,14}}$",
    "principal": "本金(?:为|共计|合计|人民币|计|共|:|：)*$",
    "lent": rf"(?:银行|信用社|支行|分社|联社|贷款公司)(?:向[{_ALL}其]|给[{_ALL}其])?{_CLAUSE}{{0,4}}"
    "(?:发放|放款|借款|贷款)(?:了|贷款|人民币|共计|合计)*$",
    "puts": rf"[将把]{_CLAUSE}{{0,20}}$",
    # 包内有人民币500元, 将放在口袋内的10000元弄走
    "kept": rf"(?:{_PLACE}(?:有|装有|放有|存有|的)?|[装放存内]有|[{_B}{_B_DOES}]有)(?:现金|人民币)*$"
    rf"|[将把][^，。；：{_A}{_A_DOES}]{{0,14}}{_B}{_CLAUSE}{{0,24}}$",
    "of_other": rf"{_B}[^，。；：{_A}{_A_DOES}]{{0,14}}$",
    "found": rf"(?:缴获|查获|扣押|追回|起获|搜出|搜查|冻结|剩余|余下){_CLAUSE}{{0,20}}$",
    "money": "(?:现金|人民币|赃款|余款|剩余|余下)(?:现金|人民币)*$",
    "priced": "(?:价格|市场?价)(?:认定|鉴定)?(?:为|是|计|约|达|共计|合计|人民币|:|：)*$",
    "asked_price": rf"(?:{_PRICED}|每{_CLAUSE}{{1,4}})的?(?:市场)?价格?{_CLAUSE}{{0,10}}$"
    rf"|以{_CLAUSE}{{0,12}}$|(?:购买|购入|买){_CLAUSE}{{0,12}}$",
    "change": "(?:找零|找回|找补|找得)(?:现金|人民币)*$",
    # 箱内有电脑一台（价值5400元）、现金1800元
    "cash_too": "[0-9]元?[）)](?:、|和|及|以及|并有|还有)(?:现金|人民币|零钱){1,2}约?$",
    "joined": rf"[0-9万千百元]+(?:人民币|现金)?(?:及|和|、|以及|并){_CLAUSE}{{0,12}}$",
    "goes_on": rf"[0-9万千百元]+(?:人民币)?(?:及|和|、|以及|，){_B}?[^，。；：给付收还退返产]{{0,10}}$",
}
_AFTER = {  # and the text after it
    "to_accused_then": rf"^[^，。；：{_ALL}]{{0,8}}(?:[交转汇打付借]给|给付?|[存汇转打]入|转账给|[转汇]至)了?"
    rf"[{_A}{_A_DOES}]",
    "to_own_then": rf"^[^，。；{_ALL}]{{0,10}}(?:[交转汇打存划][给入至到进]|给付?|转账[给至到])了?"
    rf"{_OWN}{_CLAUSE}{{0,16}}{_PURSE}|^元?[至到入进]{_OWN}{_CLAUSE}{{0,16}}{_PURSE}",
    # 主动转账一万元给乙某
    "to_other_then": rf"^元?(?:人民币|现金)*(?:[还退交转汇打]?给)了?[{_B}{_B_DOES}]",
    "reward_then": "^的?(?:[^，。；]{0,2})(?:好处费|报酬|提成|劳务费|辛苦费|分成|佣金|跑腿费|工资)",
    "paper_then": "^元?的?[^，。；]{0,4}(?:存折|存单|欠条|借条|借据)",  # worth nothing by itself
    "sold_then": rf"^的?(?:总?价格?)?{_CLAUSE}{{0,10}}?(?:销赃|卖|变卖|出售|转卖|买|抵债|抵押)",
    "goal_then": "^元?的?(?:贷款|工程|合同|业务|项目|订单|生意)",  # 帮乙某办理500万元贷款
    # 将租金24万元不入账，三人私分
    "divided_then": "^元?[^。；0-9]{0,12}(?:私分|瓜分|[据占]为己有|不入账)",
    # 剩余8000元被甲某据为己有
    "seized_then": rf"^元?{_CLAUSE}{{0,6}}被[{_ALL}其]?{_CLAUSE}{{0,8}}"
    "(?:[据占]为己有|侵吞|私吞|侵占|截留|非法占有)",
    "keeps_then": rf"^{_CLAUSE}{{0,6}}(?:[转存汇打]入|[转汇][至到]|取出|挪|[带拿取]走|借给|用于|据为|占为"
    "|[私擅]自)",
    "tale_then": "^元?(?:人民币)?(?:可以|能够|能|可)(?:[借贷转拨][给与]|给|退|返|领)",
    "reported_then": "^[^。；转付汇交给打存0-9]{0,24}(?:报警|报案|发觉|察觉|识破|抓获|没有?答应|拒绝)",
    "missed_then": "^元?[^。；0-9]{0,14}(?:未遂|未得逞)",
    "refused_then": "^[^。；]{0,30}(?:未(?:付|予[^偿归返退还]|给(?:付|予|钱|其?[，。；])|支付|交|转|汇)"
    "|拒绝|没有[给付交]|起疑|怀疑|不予)",
}


@dataclass(frozen=True)
class _Asked:
    """The amounts that are asked about: one element each of what stands around them and is known of them."""

    said: Said
    found: Found
    rows: Ints
    says: dict[str, Bools]
    was: Bools  # said to be taken before anybody asked who hands it over
    firm: Bools  # named in its own clause
    robbed: Bools  # in a text that names something taken
    follows: Bools  # after another one of its text

    def are(self, *roles: str) -> Bools:
        """Say which have one of the roles now."""
        return self.said.are(self.found.role[self.rows], *roles)


def hand_over(said: Said, found: Found) -> None:
    """Take for taken what somebody else gives to the accused, or what the accused gets."""
    rows = np.flatnonzero(_is_asked(said, found))
    if not len(rows):
        return
    asked = _ask(said, found, rows)
    says, was, firm, follows = asked.says, asked.was, asked.firm, asked.follows
    lex, taken = said.lex, said.lex.index("taken")
    is_price, is_back, is_value = asked.are("price"), asked.are("repaid"), asked.are(*_VALUES)
    goes_on = follows & says["goes_on"] & ~was & ~says["agreed"]
    takes = _takes(says, goes_on, asked.are("rent") & firm) & ~is_price
    # 该男子给甲某100元好处费: what an accomplice pays for the part in it
    reward = says["reward_then"] & says["to_accused"] & ~says["other_acts"] & ~is_value & ~is_back
    principal = says["principal"] & said.in_text(said.around.sign("cards"), said.at[rows])
    refused = _is_refused(asked, takes, principal)
    takes |= says["cash_too"] & follows & np.concatenate(([False], (was | is_value)[:-1]))
    takes &= ~refused & ~reward & ~_beside(says) & ~says["paper_then"]
    takes |= _is_value_taken(asked) | principal
    # 谎称可退税，让乙某将19900元转至甲某账户: paid back is what its own clause says so of
    handed = says["forced"] | says["to_own_then"] | says["to_accused_then"]
    handed[:-1] |= (handed & follows & says["goes_on"])[1:]
    takes |= handed & ~firm & is_back & ~says["spoils"]
    takes &= ~is_value & (~is_back | says["nets"] | (handed & ~firm))
    refused &= ~is_back & ~principal
    was = was & ~says["damaged"]
    role = np.where((was & says["sold"]) | reward, lex.index("gain"), found.role[rows])
    role = np.where(takes, taken, role)
    found.role[rows] = np.where(refused, lex.index("unknown"), role)
    found.by_state[rows] &= ~refused
    found.confidence[rows] = np.where(takes & ~was, _TOLD, found.confidence[rows])


def _is_asked(said: Said, found: Found) -> Bools:
    """Say which amounts are money of a crime against somebody's property that no word settles."""
    around, at, taken = said.around, said.at, said.lex.index("taken")
    crime = said.in_text(around.sign("crime", "pretext") | (said.is_named & (said.role == taken)))
    accused = (
        said.in_text(around.sign("accused")) & ~said.in_text(around.sign("launders")) & ~of_bribery(said)
    )
    # 刷信用卡套取现金236.8万元: nobody lost it
    cashes = said.in_text(said.is_named & said.are(said.role, "cashed"))
    accused &= ~cashes | said.in_text(said.is_named & (said.role == taken))
    asked: Bools = said.pays & accused[at] & said.are(found.role, "taken", *_OPEN, *_VALUES, "repaid")
    crime[at[said.told(_TAKES, asked)]] = True
    asked &= crime[at]
    asked &= (found.per == 0) | (said.are(found.role, "price") & (said.numbers.per_after[at] == 0))
    return asked


def _ask(said: Said, found: Found, rows: Ints) -> _Asked:
    """Ask what is said around each amount, and what follows from several patterns together."""
    at, taken = said.at, said.lex.index("taken")
    says = _said(said, rows)
    was, firm = found.role[rows] == taken, found.confidence[rows] >= _NAMED
    # 将650000元私自转入其证券账户: of a text that names no other act
    robbed = said.in_text(said.everywhere((found.role == taken) & (found.confidence >= _NAMED)), at[rows])
    says["keeps"] = says["puts"] & says["keeps_then"] & ~says["other_acts"] & ~robbed
    says["sold"] = says["sells"] | (says["for"] & says["sold_then"])  # 盗窃电线共卖600元, 以2600元销赃
    bare = said.are(found.role[rows], "", "unknown") & (found.confidence[rows] <= _BARE)
    bare |= ~robbed & ~firm
    says["kept"] |= says["of_other"] & ~says["other_acts"] & ~says["gives"]
    says["kept"] &= bare & ~says["found"] & ~says["goal_then"]
    text = said.tokens.text[at[rows]]
    follows = np.concatenate(([False], text[1:] == text[:-1]))
    return _Asked(said, found, rows, says, was, firm, robbed, follows)


def _is_value_taken(asked: _Asked) -> Bools:
    """Say which prices are what stolen things were worth, or one of several sums drawn."""
    said, says = asked.said, asked.says
    taken = said.is_named & (said.role == said.lex.index("taken"))
    steals = said.in_text(taken, said.at[asked.rows])
    values = steals & says["priced"] & ~says["asked_price"] & ~says["sold_then"]
    values |= says["draws"] & ~says["other_acts"]  # 分三笔消费，每笔金额分别为3999元、1500元
    return values & asked.are("price")


def _is_refused(asked: _Asked, takes: Bools, principal: Bools) -> Bools:
    """Say which amounts nobody lost: asked for and not paid, told again, values, papers, promises."""
    said, says, rows = asked.said, asked.says, asked.rows
    was, firm, follows = asked.was, asked.firm, asked.follows
    at = said.at[rows]
    refused = (says["asks"] | (was & ~firm)) & says["refused_then"]
    # 索要10万元, 交给2万元: of what was demanded only what was paid counts.
    paid = (takes | (was & ~firm)) & ~says["asks"] & ~says["gets"]
    # But 让其转账5万元和付现金3万元 is one list.
    near = np.diff(said.around.sentence_no[at], prepend=0) <= 1
    then = np.concatenate(((paid & follows & near & ~says["joined"])[1:], [False]))
    refused |= says["asks"] & then & ~says["to_accused"]
    refused |= says["asks"] & says["asks_again"] & says["reported_then"] & ~says["forced"]
    refused |= was & ~firm & says["uses"]
    refused |= (was & says["paper"]) | (~(was & firm) & says["balance"] & ~says["keeps_then"])
    beside = _beside(says)
    refused |= beside & (asked.are(*_VALUES) | (was & ~firm)) | (beside & says["taught"])
    refused |= was & ~firm & (says["paper_then"] | says["mule"])
    # 索要14000元，后又索要10万元，乙某报警
    refused |= says["asks"] & follows & says["reported_then"] & ~says["forced"]
    refused |= ~(was & firm) & (says["tale"] | says["tale_then"])
    refused |= was & ~firm & says["to_other_then"] & says["accused_acts"] & says["gives"]
    valued = said.in_text(said.everywhere(asked.found.role == said.lex.index("goods")), at)
    refused |= was & says["label"] & valued  # 购价2万元，鉴定价值1万元
    was = was & ~says["damaged"]
    refused |= was & says["agreed"] & (asked.found.named[rows] != said.lex.index("taken"))
    refused |= was & says["found"] & says["money"] & ~says["seized_then"]
    refused |= _grossed(says["nets"], said.around.sentence[at]) & ~(was & firm)
    refused |= _less(said, rows, says["nets"] | says["seized_then"])
    text = said.tokens.text[at]
    refused |= was & np.isin(text, text[principal])  # 透支欠款10万元，其中本金8万元: without interest
    return refused


def _beside(says: dict[str, Bools]) -> Bools:
    """Say what was given to the victim, acted with, dropped or not had: told beside what was taken."""
    found: Bools = (
        says["tools"] | (says["dropped"] & ~says["missing"]) | says["missed_then"] | says["dividends"]
    )
    found |= says["taught"] & ~says["accused_acts"]
    return found | (says["gifts"] & ~says["other_acts"])


def _grossed(nets: Bools, sentence: Ints) -> Bools:
    """Say which amounts what was really had follows in their sentence: 借款4万元，实得38000元."""
    found = np.zeros(len(nets), bool)
    for back in (1, 2):
        found[:-back] |= nets[back:] & (sentence[back:] == sentence[:-back])
    return found & ~nets


def _less(said: Said, rows: Ints, nets: Bools) -> Bools:
    """Say of which is told what went off and what was really had: 骗取9万元，偿还2万元，实际骗取7万元."""
    at, found = said.at[rows], np.zeros(len(rows), bool)
    amount, text = said.numbers.lo[at], said.tokens.text[at]
    found[:-2] = nets[2:] & (text[2:] == text[:-2]) & (amount[:-2] - amount[1:-1] == amount[2:])
    return found


def _takes(says: dict[str, Bools], goes_on: Bools, is_deposit: Bools) -> Bools:
    """Say which amounts the accused gets, and which follow such a one in a list: 定金10000元、货款24600元."""
    takes = says["other_acts"] & says["gives"] & ~(is_deposit & says["signs"])
    takes |= says["gets"] & ~says["other_acts"]
    takes |= says["to_accused"] | says["to_accused_then"] | says["keeps"] | says["asks"] | says["kept"]
    draws = (says["pulls"] | says["draws"]) & ~says["other_acts"]
    gives = (
        says["accused_acts"] & says["gives"] & ~draws & ~says["asks"] & ~says["gets"] & ~says["to_accused"]
    )
    own = says["to_own"] | says["to_own_then"]
    takes |= draws | own | says["forced"] | says["lent"] | says["missing"]
    takes &= (
        (~says["back"] | (says["to_own_then"] & ~says["spoils"]))
        & ~(gives & ~own & ~says["forced"])
        & ~says["agreed"]
    )
    takes |= says["change"] | says["nets"] | (says["puts"] & says["divided_then"]) | says["seized_then"]
    goes_on = goes_on & ~takes
    head = np.maximum.accumulate(np.where(goes_on, 0, np.arange(len(takes))))
    takes = np.where(goes_on, takes[head], takes)
    found: Bools = takes & ~says["sold"]
    return found


def _said(said: Said, rows: Ints) -> dict[str, Bools]:
    """Say of each amount which of the patterns hold before and after it."""
    before, after = with_persons(said, rows)
    found = {name: before.str.contains(pattern).to_numpy() for name, pattern in _BEFORE.items()}
    return found | {name: after.str.contains(pattern).to_numpy() for name, pattern in _AFTER.items()}
