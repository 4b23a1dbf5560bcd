"""What a number token says: value, bounds, rounding step and unit, read once per distinct spelling.

Plain spellings (``12,300.5元``, ``3.2万元``) are read by columns; only what is left, Chinese numerals and
ranges, is read one spelling at a time, however often it is written.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import NamedTuple

import polars as pl

from models.facts.words.cues import Cues, alternatives
from models.facts.words.forms import form_pattern, read_form
from models.facts.words.numerals import CHINESE, DIGITS, SCALES, parse_number, rounding_step

ONE = 10_000  # values are whole ten-thousandths: exact, and fit for adding up by columns
MOST = 10**13 * ONE  # an account number, not an amount


def whole(value: pl.Expr) -> pl.Expr:
    """Return products and shares of amounts as integers; what is longer than any amount is cut off there."""
    return value.round().clip(upper_bound=MOST).cast(pl.Int64)


_FIGURES = r"[0-9]+(?:[,，][0-9]{3})*(?:\.[0-9]+)?"
_GROUPS = r"[0-9]{1,3}(?: [0-9]{3})+(?:\.[0-9]+)?"
_STROKES = r"[0-9]{1,3}(?:[’‘'·][0-9]{3})+(?:\.[0-9]+)?"  # 12’500元
_MONEY = "(?:[￥¥]|RMB|CNY|rmb)"
_SPACED = rf"(?:[0-9](?: [0-9])+(?: ?\. ?[0-9](?: ?[0-9])*)?|[0-9] \. [0-9](?: ?[0-9])*|{_GROUPS})"
_DIGIT = "".join(DIGITS)
NUMBER = rf"(?:{_FIGURES}(?: [万亿萬億千百])?|[{CHINESE}]+点[{_DIGIT}]+|[{CHINESE}])+"
_DAY = "[0-9]{1,2} ?[日号]"
_YI = "〇零○一二三四五六七八九十"
_DATE = (
    r"(?:(?:(?:19|20)[0-9]{2} ?年?[-至到—－~～] ?)?"
    rf"(?:19|20)[0-9]{{2}} ?年(?: ?[0-9]{{1,2}} ?月(?: ?{_DAY})?)?"
    r"|(?:19|20)[0-9]{2} ?[./\-] ?[0-9]{1,2}(?: ?[./\-] ?[0-9]{1,2})?"
    rf"|[0-9]{{1,2}} ?月 ?{_DAY}(?:至{_DAY})?"
    r"|(?:19|20)[0-9]{3,6} ?[日月]"  # 2019314日: copied without 年 and 月
    rf"|[一二][{_YI}]{{3}}年(?:[{_YI}]{{1,2}}月(?:[{_YI}]{{1,3}}[日号])?)?|[{_YI}]{{1,2}}月[{_YI}]{{1,3}}[日号]"
    r"|[0-9]{1,2}[:：][0-9]{2}|[0-9]{1,2}[时点][0-9]{1,2}分)"
)
_TO = r"(?:至|到|－|—{1,2}|[-~～])"
_ROUND = "(?:(?:10|50|100|500|1000) ?)?"  # 6.5元/500克
_TAIL = rf"(?:零?[0-9{_DIGIT}][角毛])?(?:零?[0-9{_DIGIT}]分)?"
# 3、4千元: three to four thousand. Any other two are the number of a paragraph and an amount.
_NEIGHBOURS = [
    *zip("12345678", "23456789", strict=True),
    *zip("一二三四五六七八", "二三四五六七八九", strict=True),
]
_PAIR = f"(?:{'|'.join(f'{low}、{high}' for low, high in [*_NEIGHBOURS, ('两', '三')])})[十百千万]+"
_VAGUE = "(?:(?:好几|[数几上近])[十百千万亿]+|[百千万]把)"


def token_pattern(cues: Cues) -> str:
    """Return the pattern of everything that is no cue word: dates, ordinals, amounts, bare numbers."""
    units, over = alternatives(cues.units), "".join(cues.table.approximate.suffix_over)
    amount = (
        rf"{NUMBER}[{over}]?[万亿萬億千百]*(?: ?(?:{units})?{_TO} ?{NUMBER}[{over}]?[万亿萬億千百]*)?"
        rf"(?: ?(?:人民币)?(?:{units}){_TAIL}{_after(cues)})?"
    )
    measured = alternatives(sign for sign, unit in cues.units.items() if unit[0] not in ("日", "年", "月"))
    return "|".join(
        (
            rf"(?:19|20)[0-9]{{2}}\.[0-9]{{1,2}} ?[万亿]?(?:{measured}){_after(cues)}",  # no date: 2086.4元
            _DATE,
            rf"第 ?{NUMBER}",
            form_pattern(_TO, NUMBER),
            rf"{_MONEY} ?(?:{_GROUPS}|{_STROKES}|[0-9](?: [0-9]){{2,}}|{NUMBER})(?:元)?",
            rf"{_STROKES} ?[万亿]? ?(?:{units})",
            rf"{_SPACED} ?[万亿]? ?(?:{units})",
            rf"(?:{_PAIR}|{_VAGUE}) ?(?:{units})",
            amount,
        )
    )


def _after(cues: Cues) -> str:
    return rf" ?[整正]?(?:{alternatives(_posts(cues))})?(?:[/／] ?{_ROUND}(?:{alternatives(cues.units)}))?"


def _posts(cues: Cues) -> list[str]:
    table = cues.table
    return [*table.approximate.suffix_about, *table.statutory.after, "余", "多", "不等", "出头"]


class _Read(NamedTuple):
    """A spelling as read; ``kind``: amount · bare · percent · nothing."""

    kind: str
    lo: int = 0
    hi: int | None = None
    step: int = 0
    unit: str = ""
    post: str = ""
    per: str = ""


_SCHEMA = {
    "raw": pl.String,
    "kind": pl.String,
    "lo": pl.Int64,
    "hi": pl.Int64,
    "step": pl.Int64,
    "unit": pl.String,
    "post": pl.String,
    "per": pl.String,
}
_POWERS = [10**k for k in range(12)]


def read_spellings(raw: pl.Series, cues: Cues) -> pl.DataFrame:
    """Return one row per distinct spelling of ``raw`` with what it says.

    Parameters
    ----------
    raw : polars.Series of str
        Distinct spellings found by ``token_pattern``.

    Returns
    -------
    polars.DataFrame
        raw, kind, lo, hi (None: open), step (last place stated), unit, post (the word after), per; values in
        ten-thousandths of the base unit.
    """
    units = _units(cues)
    parts = (
        raw.to_frame("raw")
        .with_columns(
            plain=pl.col("raw").str.replace_all("[,，]", ""),
            is_none=pl.col("raw").str.contains(rf"^(?:第|{_DATE}$)"),
            is_odd=pl.col("raw").str.contains("^[0-9]{2}折$"),  # 88折: tenths and hundredths
        )
        .with_columns(
            part=pl.col("plain").str.extract_groups(
                rf"^([0-9]{{1,9}})(?:\.([0-9]{{1,4}}))?(万|亿)?({units})?$"
            )
        )
        .unnest("part")
    )
    is_simple = (
        pl.col("1").is_not_null()
        & ~pl.col("is_odd")
        & ~((pl.col("3").fill_null("") == "亿") & (pl.col("1").str.len_chars() > 5))
    )
    simple = parts.filter(is_simple & ~pl.col("is_none")).select(_simple(cues)).select(*_SCHEMA)
    rest = parts.filter(~is_simple & ~pl.col("is_none"))["raw"]
    pattern = _patterns(cues)
    read = [(text, *_read(text, cues, pattern)) for text in rest]
    hard = pl.DataFrame(read, schema=_SCHEMA, orient="row")
    none = parts.filter("is_none").select("raw", kind=pl.lit("nothing"))
    return pl.concat([simple, hard, none], how="diagonal").filter(pl.col("lo").fill_null(0) < MOST)


def _simple(cues: Cues) -> list[pl.Expr]:
    fraction, scale = (
        pl.col("2").fill_null(""),
        pl.col("3").replace_strict({"万": 10_000, "亿": 10**8}, default=1),
    )
    sign = pl.col("4").fill_null("")
    factor = sign.replace_strict(
        {unit: int(times * ONE) for unit, (_, times) in cues.units.items()},
        default=ONE,
        return_dtype=pl.Int64,
    )
    value = pl.col("1").cast(pl.Int64) * ONE + fraction.str.pad_end(4, "0").cast(pl.Int64)
    zeros = pl.col("1").str.len_chars() - pl.col("1").str.strip_chars_end("0").str.len_chars()
    place = (
        pl.when(fraction != "")
        .then(4 - fraction.str.len_chars())
        .otherwise(pl.when(scale > 1).then(4).otherwise(zeros.clip(0, 6) + 4))
    )
    step = place.cast(pl.Int64).replace_strict(dict(enumerate(_POWERS)), return_dtype=pl.Int64) * scale
    lo = value * scale
    exact = lo // ONE * factor + lo % ONE * factor // ONE
    return [
        pl.col("raw"),
        pl.when(sign == "").then(pl.lit("bare")).otherwise(pl.lit("amount")).alias("kind"),
        exact.alias("lo"),
        exact.alias("hi"),
        (step * factor // ONE).alias("step"),
        sign.replace_strict({unit: base for unit, (base, _) in cues.units.items()}, default="").alias("unit"),
        pl.lit("").alias("post"),
        pl.lit("").alias("per"),
    ]


@cache
def _units(cues: Cues) -> str:
    return alternatives(cues.units)


@cache
def _patterns(cues: Cues) -> re.Pattern[str]:
    units, over = _units(cues), "".join(cues.table.approximate.suffix_over)
    post = alternatives(_posts(cues))
    scale = "[万亿萬億千百]*"
    return re.compile(
        rf"(?P<money>{_MONEY} ?)?(?P<n1>{_SPACED}|{_STROKES}|{NUMBER})(?P<s1>[{over}])? ?(?P<m1>{scale})"
        rf"(?: ?(?P<u1>{units})?{_TO} ?(?P<n2>{NUMBER})(?P<s2>[{over}])?(?P<m2>{scale}))?"
        rf" ?(?:人民币)?(?P<unit>{units})?(?P<tail>{_TAIL}) ?[整正]?(?P<post>{post})?"
        rf"(?:[/／] ?{_ROUND}(?P<per>{units}))?"
    )


_APART = re.compile(r"(?P<low>\S)、(?P<high>\S)(?P<scale>[十百千万]+) ?(?P<unit>\D+)")
_DESCENDS = re.compile("[至到]")  # 5元-3元 subtracts
_NEAR = re.compile(r"近(?P<scale>[十百千万亿]+) ?(?P<unit>\D+)")
_APART_BY = re.compile(r"[ ’‘'·]")
_LOOSE = re.compile(_VAGUE)
_PRICED = re.compile(r"(?P<price>[一二两三四五六七八九][百千万][二三四五六七八九])一(?P<unit>[^\W\d]+)")
_ANY = "〇零一二两三四五六七八九0-9.点"
_TWO = re.compile(rf"(?<![{_ANY}])(?:一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九)(?![{_ANY}])")
_KILO = re.compile(rf"(?<=[{CHINESE}0-9余多来几 ])千克")
_NOTHING = _Read("nothing")


def _read(text: str, cues: Cues, pattern: re.Pattern[str]) -> _Read:
    text = _KILO.sub("公斤", text)  # 六百千克: no 600 thousand of grams
    if text[0] in DIGITS and text[1:2].isdecimal():  # 4盒零9支; 李四8200
        text = text[1:]
    if spoken := _PRICED.fullmatch(text):  # 卖一百二一件: 120 yuan for each
        value = parse_number(spoken["price"])
        if value is not None and spoken["unit"] in cues.units:
            price = _ten_thousandths(value)
            return _Read("amount", price, price, 0, "元", "", cues.units[spoken["unit"]][0])
    form = read_form(text, _TO, NUMBER)
    if form is not None:
        base, factor = cues.units.get(form.unit, (form.unit, Decimal(1)))
        low, high = _ten_thousandths(form.lo * factor), _ten_thousandths(form.hi * factor)
        per = cues.units[form.per][0] if form.per else ""
        return _Read("amount", low, high, 0, base, "", per)
    rough = _rough(text, cues)
    if rough is not None:
        return rough
    found = pattern.fullmatch(text)
    if found is None:
        return _NOTHING
    bounds = _bounds(found)
    if bounds is None:
        return _scale_alone(found, cues)
    lo, hi, step = bounds
    sign = found["unit"] or ("元" if found["money"] else "")
    base, factor = cues.units.get(sign, ("", Decimal(1)))
    if found["tail"]:
        base = "元" if base == "块" else base
        if base == "小时":  # 3小时5分
            minutes = _ten_thousandths(lo * 60 + _cents(found["tail"]) * 100)
            return _Read("amount", minutes, minutes, ONE, "分钟")
        # 二十三亩七分: of a 亩 there are ten
        hi = lo = lo + _cents(found["tail"]) * (10 if base == "亩" else 1) / factor
    if sign == "折" and 10 < lo < 100:  # read as tenths: 七五折 and 88折 are 0.75 and 0.88
        lo, hi = lo / 10, hi / 10
    per = cues.units[found["per"]][0] if found["per"] else ""
    return _Read(
        "amount" if sign else "bare",
        _ten_thousandths(lo * factor),
        _ten_thousandths(hi * factor),
        _ten_thousandths(step * factor),
        base,
        "多" if "多" in sign else found["post"] or "",
        per,
    )


def _scale_alone(found: re.Match[str], cues: Cues) -> _Read:
    """Read 千万元 as nothing that only a word before it (逾) makes an amount."""
    value = (
        None if found["n2"] or found["s1"] or not found["unit"] else _scaled(f"一{found['n1']}", found["m1"])
    )
    if value is None or found["n1"].strip("百千万亿"):
        return _NOTHING
    base, factor = cues.units[found["unit"]]
    whole = _ten_thousandths(value * factor)
    return _Read("nothing", whole, whole, whole, base)


def _rough(text: str, cues: Cues) -> _Read | None:
    """Read 3、4千元 and 近百万元; 数千元, 几十万元, 上万元 and 千把块 say too little to be an amount."""
    apart, near = _APART.fullmatch(text), _NEAR.fullmatch(text)
    found = apart or near
    if found is None or found["unit"] not in cues.units:
        return _NOTHING if _LOOSE.match(text) else None
    digits = (apart["low"], apart["high"]) if apart else ("一", "一")
    lo, hi = (_scaled(digit, found["scale"]) for digit in digits)
    if lo is None or hi is None:
        return None
    lo = lo if apart else lo * 9 / 10
    base, factor = cues.units[found["unit"]]
    low, high, step = (_ten_thousandths(end * factor) for end in (lo, hi, hi - lo))
    return _Read("amount", low, high, step, base)


def _ten_thousandths(value: Decimal) -> int:
    return min(int(value * ONE), 2 * MOST)


def _bounds(found: re.Match[str]) -> tuple[Decimal, Decimal, Decimal] | None:
    number = found["n1"]
    pair = _TWO.search(number)
    if pair and not found["n2"]:  # 七八百元: 700 to 800
        low, high = (number[:at] + number[at + 1 :] for at in (pair.start() + 1, pair.start()))
        ends = _scaled(low, found["m1"]), _scaled(high, found["m1"])
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1], ends[1] - ends[0])
    if not number.isalnum():
        number = _APART_BY.sub("", number)
    lo = _scaled(number, found["m1"])
    if lo is None and (found["s1"]):
        number = f"一{number}"  # 百余万元: a hundred times ten thousand and more
        lo = _scaled(number, found["m1"])
    if lo is None:
        return None
    last, scale = number, found["m1"]
    if found["n2"]:
        last, scale = found["n2"], found["m2"]
        hi = _scaled(last, scale)
        if hi is None:
            return None
        lo = _same_scale(lo, hi, found)
        # A document number such as 12-3件: the part before the dash is no amount.
        # 20万元至3万元: the most may come first.
        most = max(lo, hi) if found["u1"] and _DESCENDS.search(found[0]) else hi
        return min(lo, hi), most, _step(last, scale)
    hi = lo
    if found["s1"]:
        hi = lo + _step(last, scale)
    if found["s1"] == "来" and lo:  # 九百来袋: some fewer or some more
        half = _step(last, scale) / 2
        lo, hi = lo - half, lo + half
    return lo, hi, _step(last, scale)


def _scaled(number: str, scale: str | None) -> Decimal | None:
    value = parse_number(number)
    if value is None or not scale:
        return value
    for sign in scale:
        value *= SCALES[sign]
    return value


def _step(number: str, scale: str | None) -> Decimal:
    step = rounding_step(number)
    for sign in scale or "":
        step *= SCALES[sign]
    return step


def _same_scale(lo: Decimal, hi: Decimal, found: re.Match[str]) -> Decimal:
    """Give the first number of a range the scale of the second: 3-5万元 is 30,000 to 50,000."""
    if found["m1"] or found["u1"] or found["n1"][-1] in "万亿萬億":
        return lo
    last = found["n2"] + (found["m2"] or "")
    scale = Decimal(1)
    while last and last[-1] in SCALES and SCALES[last[-1]] >= 100:
        scale *= SCALES[last[-1]]
        last = last[:-1]
    return lo * scale if lo * scale <= hi else lo


def _cents(tail: str) -> Decimal:
    value = Decimal(0)
    for digit, unit in re.findall(r"(\S)([角毛分])", tail):
        value += Decimal(DIGITS.get(digit, 0) if digit in DIGITS else int(digit)) / (
            100 if unit == "分" else 10
        )
    return value
