"""An act and how it is told: amounts of the truth, wording of the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from pipelines.demo import amounts, words
from pipelines.demo.dice import Dice, plus

Amounts = dict[str, float]


def day_text(day: dt.date) -> str:
    """Write a date as prose does."""
    return f"{day.year}年{day.month}月{day.day}日"


@dataclass(slots=True)
class Tale:
    """What a template needs: the dice, the amounts, the days, the goods."""

    dice: Dice
    a: Amounts
    began: dt.date
    ended: dt.date
    product: str = ""
    mark: str = ""
    extra: str = ""

    def m(self, key: str) -> str:
        """Write the amount of that name, in some style."""
        return amounts.money(self.dice, self.a[key])

    def n(self, key: str) -> str:
        """Write a count."""
        return amounts.number_text(self.a[key])

    @property
    def span(self) -> str:
        """Write the period of the act."""
        if self.began == self.ended:
            return day_text(self.ended)
        begin, end = day_text(self.began), day_text(self.ended)
        return self.dice.pick((f"{begin}至{end}期间", f"自{begin}起至{end}止", f"{begin}至{end}"))

    @property
    def sold_goods(self) -> str:
        """Write quantity and unit price of what was sold, where the price is round."""
        price, unit = int(self.a.get("_price", 0)), self.dice.pick(("件", "箱", "盒", "袋"))
        if not price or not self.a.get("sales_cny"):
            return ""
        count = int(self.a["sales_cny"] // price)
        return f"{count}{unit}（每{unit}售价{price}元）"


@dataclass(frozen=True, slots=True)
class Conduct:
    """A kind of conduct that can be a crime."""

    code: str
    offence: str
    agency: str
    group: str
    violation: tuple[str, ...]
    basis: str
    goods: tuple[str, ...]
    draw: Callable[[Dice, str, dt.date], Amounts]
    bodies: tuple[Callable[[Tale], str], ...]
    columns: dict[str, str] = field(default_factory=dict)  # penalty column <- amount
    distractors: tuple[str, ...] = ("alleged", "capital", "law", "rent", "other")
    consequence: str = ""


@dataclass(slots=True)
class Act:
    """One act of one party: the truth, and its telling."""

    conduct: Conduct
    amounts: Amounts
    began: dt.date
    ended: dt.date
    product: str
    mark: str
    facts: str
    violation: str
    extra: str = ""
    suffix: str = ""

    @property
    def columns(self) -> dict[str, float]:
        """Structured columns that carry the amounts."""
        return {
            column: round(self.amounts[key], 2)
            for column, key in self.conduct.columns.items()
            if self.amounts.get(key) is not None
        }


OPENINGS = (
    "经查，",
    "经查明：",
    "本机关依法查明以下事实：",
    "{inspected}，执法人员依法对{place}进行检查。经查，",
    "根据群众举报，执法人员于{inspected}对{place}开展现场检查，经调查，",
    "{inspected}在专项整治行动中，执法人员发现当事人涉嫌违法，遂依法立案调查。经查明，",
    "依据上级交办线索，本机关于{inspected}立案调查，现查明：",
    "当事人系{place}的经营主体。",
    "",
)
CLOSINGS = (
    "以上事实有现场笔录、询问笔录、书证等证据证实。",
    "上述事实，有现场检查笔录、当事人陈述、现场照片等证据为证。",
    "当事人对上述违法事实供认不讳。",
    "案发后，当事人能积极配合调查，主动提供有关材料。",
    "本机关已依法告知当事人陈述、申辩的权利，当事人在法定期限内未提出陈述、申辩。",
    "当事人已停止违法行为。",
    "",
)


def _distractor(dice: Dice, kind: str, party: str) -> str:
    """Return a sentence with an amount that is not the amount of the act."""
    big = amounts.money(dice, dice.whole(60, 400) * 1000.0)
    if kind == "alleged":
        return dice.pick(
            (
                f"举报人称当事人累计销售额达{big}，经查无证据证实。",
                f"举报材料反映涉案金额约{big}，该说法未得到证据印证。",
                f"投诉人主张损失{big}，本机关未予采信。",
            )
        )
    if kind == "capital":
        return f"当事人注册资本{dice.pick((10, 50, 100, 200, 500, 1000))}万元。"
    if kind == "rent":
        return f"当事人租用该经营场所，年租金{amounts.money(dice, dice.whole(20, 160) * 1000.0)}。"
    if kind == "genuine":
        return dice.pick(
            (
                f"同款正品市场零售价合计{big}。",
                f"按正品市场中间价计算为{big}，因已查清实际销售价格，不以此计。",
            )
        )
    if kind == "other":
        return f"另案处理的其他经营者涉案金额{big}，与本案无关。"
    return "法律规定，货值金额不足一万元的，并处五万元以上十万元以下罚款；货值金额一万元以上的，并处货值金额十倍以上二十倍以下罚款。"


def tell(
    dice: Dice,
    conduct: Conduct,
    level: str,
    began: dt.date,
    ended: dt.date,
    *,
    given: Amounts | None = None,
    place: str = "",
    forced: str = "",
    body: int | None = None,
    mark: str = "",
    product: str = "",
    suffix: str = "",
    extra: str = "",
    core: str = "",
) -> Act:
    """Make an act of the conduct above or below the line (or with given amounts) and tell it."""
    made = dict(given) if given is not None else conduct.draw(dice, level, ended)
    tale = Tale(
        dice, made, began, ended, product or dice.pick(conduct.goods), mark or dice.pick(words.MARKS), extra
    )
    core = core or (conduct.bodies[body] if body is not None else dice.pick(conduct.bodies))(tale)
    inspected = day_text(ended)
    opening = dice.pick(OPENINGS if place else OPENINGS[:7]).format(
        inspected=inspected, place=place or "当事人租住的房屋"
    )
    kinds = [forced] if forced else [kind for kind in conduct.distractors if dice.chance(0.14)]
    parts = [core, *(_distractor(dice, kind, place) for kind in kinds)]
    if dice.chance(0.4) and len(parts) > 1:
        parts.insert(0, parts.pop())
    facts = opening + "".join(parts) + suffix + dice.pick(CLOSINGS)
    truth = {key: value for key, value in made.items() if not key.startswith("_")}
    return Act(
        conduct,
        truth,
        began,
        ended,
        tale.product,
        tale.mark,
        facts,
        dice.pick(conduct.violation),
        extra,
        suffix,
    )


def act_days(dice: Dice, filed: dt.date) -> tuple[dt.date, dt.date]:
    """Return first and last day of an act found shortly before the case was filed."""
    ended = plus(filed, -dice.whole(0, 20))
    return plus(ended, -dice.pick((0, 15, 40, 75, 120, 200))), ended
