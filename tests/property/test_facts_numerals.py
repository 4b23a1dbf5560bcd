"""Numbers survive being written in words and read back; nothing that is no number becomes one."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from models.facts.words.numerals import parse_number, rounding_step
from tests.facts_told import to_words

WHOLE = st.integers(min_value=0, max_value=10**15)
MARKS = st.text(
    alphabet="零〇一二三四五六七八九十百千万亿两壹贰叁肆伍陆柒捌玖拾佰仟廿0123456789.,，", max_size=20
)


@given(WHOLE, st.booleans())
def test_words_round_trip(value: int, formal: bool) -> None:
    assert parse_number(to_words(value, formal=formal)) == value


@given(WHOLE)
def test_arabic_round_trip_with_and_without_separators(value: int) -> None:
    assert parse_number(str(value)) == value
    assert parse_number(f"{value:,}") == value
    assert parse_number(f"{value:,}".replace(",", "，")) == value


@given(st.integers(min_value=1, max_value=10**6), st.integers(min_value=0, max_value=99))
def test_mixed_scales(value: int, hundredths: int) -> None:
    number = Decimal(value) + Decimal(hundredths) / 100
    assert parse_number(f"{number}万") == number * 10_000
    assert parse_number(f"{number}亿") == number * 10**8


@given(MARKS)
def test_reading_never_raises_and_never_goes_below_zero(text: str) -> None:
    value = parse_number(text)
    assert value is None or value >= 0
    assert rounding_step(text) > 0


@given(WHOLE.filter(lambda value: value > 0))
def test_the_rounding_step_divides_the_number(value: int) -> None:
    assert value % rounding_step(str(value)) == 0
