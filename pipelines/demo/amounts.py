"""How amounts are written in files and in prose."""

from __future__ import annotations

from pipelines.demo.dice import Dice

PLAIN_DIGITS = "零一二三四五六七八九"
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLAIN_UNITS = ("", "十", "百", "千")
FORMAL_UNITS = ("", "拾", "佰", "仟")


def _group(number: int, digits: str, units: tuple[str, ...]) -> str:
    """Write a number below 10,000 in Chinese."""
    text = ""
    gap = False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + units[place]
            gap = False
        else:
            gap = True
    return text


def chinese(number: int, *, formal: bool) -> str:
    """Write a whole number in Chinese numerals, formal (伍万贰仟) or plain (五万二千)."""
    digits, units = (FORMAL_DIGITS, FORMAL_UNITS) if formal else (PLAIN_DIGITS, PLAIN_UNITS)
    if number == 0:
        return "零"
    text = ""
    for place, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part = number // place % 10**4
        if part:
            low = bool(text) and part < 1000
            text += ("零" if low else "") + _group(part, digits, units) + name
    return text


def number_text(value: float, *, commas: bool = False) -> str:
    """Write a number without needless decimals."""
    if value == int(value):
        return f"{int(value):,}" if commas else str(int(value))
    return f"{value:,.2f}" if commas else f"{value:.2f}"


def wan_text(value: float) -> str:
    """Write yuan as 万元 (exact to a cent)."""
    text = f"{value / 10000:.6f}".rstrip("0").rstrip(".")
    return f"{text}万元"


def money(dice: Dice, value: float) -> str:
    """Write an amount of yuan as somebody would in the facts of a decision; always exact."""
    value = round(value, 2)
    whole = value == int(value)
    style = dice.unit()  # one draw whatever the share of words: every level of dirt has the same district
    words = dice.words
    if whole and value >= 1000 and style < words:
        if style < words / 2:
            return f"人民币{chinese(int(value), formal=True)}元整"
        return f"{chinese(int(value), formal=style > words * 0.8)}元"
    if style < words + 0.1 and value >= 10000 and value % 100 == 0:
        return wan_text(value)
    if style < 0.46:
        return f"{number_text(value, commas=True)}元"
    if style < 0.54:
        return f"人民币{number_text(value)}元"
    if style < 0.59 and whole:
        return f"{int(value)}.00元"
    return f"{number_text(value)}元"
