"""What holds of every text: no text breaks the reader, spans are true, and strangers change nothing."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.passages import load_passages
from models.facts.amounts import Amount, read_many
from models.facts.words.cues import load_cues
from tests.facts_told import read_many_circumstances, to_words

CUE_WORDS = sorted(load_cues().words)
PIECES = st.one_of(
    st.sampled_from(CUE_WORDS),
    st.sampled_from(
        [
            "元",
            "万元",
            "件",
            "条",
            "吨",
            "%",
            "倍",
            "，",
            "。",
            "；",
            "（",
            "）",
            "\n",
            "、",
            "至",
            "余",
            "约",
            "每",
            "/",
        ]
    ),
    st.integers(min_value=0, max_value=10**18).map(str),
    st.integers(min_value=0, max_value=10**12).map(to_words),
    st.text(max_size=6),
)
TEXTS = st.lists(PIECES, max_size=25).map("".join)

STRANGERS = st.sampled_from(
    [
        "当事人积极配合调查，如实陈述违法事实。",
        "执法人员依法出示了执法证件并制作了现场笔录。",
        "以上事实有询问笔录、现场照片、营业执照复印件等证据证实。",
        "本局于2025年3月1日向当事人送达了听证告知书，当事人在法定期限内未提出陈述申辩。",
        "当事人系初次违法，住所地为云桥区沪南路3449弄1支弄1-8号。",
        "上述行为违反了《中华人民共和国商标法》第五十七条第三项的规定。",
    ]
)
MONEY = st.integers(min_value=1, max_value=99_999_999)
ROLES = st.sampled_from(
    [
        ("销售金额共计{}元", "sold"),
        ("库存商品货值金额{}元", "unsold"),
        ("涉案货值共计{}元", "goods"),
        ("违法所得{}元", "gain"),
        ("违法经营额为人民币{}元", "business"),
        ("少缴税款{}元", "tax_evaded"),
        ("造成直接经济损失{}元", "loss"),
        ("罚款人民币{}元", "fine"),
        ("注册资本{}元", "capital"),
    ]
)


@given(st.lists(st.one_of(TEXTS, st.text(max_size=200)), min_size=1, max_size=12))
@settings(max_examples=10)
def test_no_text_breaks_the_reader(texts: list[str]) -> None:
    column = pl.Series(texts, dtype=pl.String)
    for text, amounts, told in zip(texts, read_many(column), read_many_circumstances(column), strict=True):
        answers: set[str] = set()
        for amount in amounts:
            _check(text, amount)
            if amount.is_measure:
                assert amount.role not in answers, "one answer per role"
                answers.add(amount.role)
        for circumstance in told:
            assert text[circumstance.start : circumstance.end] == circumstance.span


def _read(texts: list[str]) -> list[list[Amount]]:
    return read_many(pl.Series(texts, dtype=pl.String))


def _check(text: str, amount: Amount) -> None:
    assert 0 <= amount.start < amount.end <= len(text)
    assert text[amount.start : amount.end] == amount.span
    assert amount.value >= 0
    assert amount.value_hi is None or amount.value_hi >= amount.value
    assert 0 < amount.confidence <= 1


@given(st.integers())
@settings(max_examples=2)
def test_what_stands_in_one_text_is_nothing_to_the_next(seed: int) -> None:
    """A column is read at once: pieces of texts, cut anywhere, read the same beside other neighbours."""
    dice = random.Random(seed)
    pieces = []
    for passage in load_passages():
        cuts = sorted(dice.randrange(len(passage.text) + 1) for _ in range(dice.randrange(6)))
        pieces += [passage.text[a:b] for a, b in pairwise([0, *cuts, len(passage.text)])]
    other = dice.sample(range(len(pieces)), len(pieces))
    here, there = read_many(pl.Series(pieces)), read_many(pl.Series([pieces[at] for at in other]))
    assert [at for place, at in enumerate(other) if there[place] != here[at]] == []


def test_a_price_in_the_next_text_is_not_for_what_each_of_this_one_is() -> None:
    text = "约定每2个月结清"
    assert _read([text, "6.5元一包，卖了40包"])[0] == _read([text])[0] != []


def test_the_first_word_of_a_column_is_nothing_to_what_no_word_names() -> None:
    text = "某屠宰点宰猪46头，每头收取屠宰加工费60元，计2,760元"
    assert _read(["收款。", text])[1] == _read([text])[0]


@given(st.lists(st.tuples(MONEY, ROLES, st.booleans()), min_size=1, max_size=12))
@settings(max_examples=5)
def test_the_span_holds_the_value_in_figures_and_in_words(
    said: list[tuple[int, tuple[str, str], bool]],
) -> None:
    told = [
        (value, written, phrase.format(written) + "。", role)
        for value, (phrase, role), formal in said
        for written in (str(value), f"{value:,}", to_words(value, formal=formal))
    ]
    for (value, written, _, role), (amount,) in zip(told, _read([text for *_, text, _ in told]), strict=True):
        assert written in amount.span
        assert (amount.value, amount.value_hi, amount.role) == (Decimal(value), Decimal(value), role)


SAID = st.lists(st.tuples(ROLES, MONEY), min_size=1, max_size=4)


@given(st.lists(st.tuples(SAID, STRANGERS, st.booleans()), min_size=1, max_size=8))
@settings(max_examples=5)
def test_unrelated_sentences_change_no_role(
    cases: list[tuple[list[tuple[tuple[str, str], int]], str, bool]],
) -> None:
    alone = ["。".join(phrase.format(value) for (phrase, _), value in said) + "。" for said, *_ in cases]
    joined = [
        stranger + text if first else text + stranger
        for text, (_, stranger, first) in zip(alone, cases, strict=True)
    ]
    for here, there in zip(_read(alone), _read(joined), strict=True):
        assert _told(there) == _told(here)


def _told(amounts: list[Amount]) -> list[tuple[object, ...]]:
    return [(a.value, a.role, a.kind, a.is_measure) for a in amounts if a.unit == "元"]


# The same figure twice may be one amount told twice.
PAIRS = st.tuples(MONEY, MONEY).filter(lambda pair: pair[0] != pair[1])


@given(st.lists(PAIRS, min_size=1, max_size=12))
@settings(max_examples=5)
def test_a_total_beats_its_parts_and_parts_without_a_total_are_summed(pairs: list[tuple[int, int]]) -> None:
    parts = [f"销售甲产品，销售金额{left}元；销售乙产品，销售金额{right}元" for left, right in pairs]
    totals = [
        f"{text}；销售金额合计{left + right}元。" for text, (left, right) in zip(parts, pairs, strict=True)
    ]
    for amounts, pair in zip(_read(parts + totals), pairs * 2, strict=True):
        (sold,) = [a for a in amounts if a.role == "sold" and a.is_measure]
        assert sold.value == Decimal(sum(pair))


@given(st.lists(MONEY, min_size=1, max_size=12))
@settings(max_examples=5)
def test_what_is_alleged_is_never_a_measure(values: list[int]) -> None:
    alleged = [
        text.format(value)
        for value in values
        for text in ("举报人反映当事人销售金额{}元。", "投诉称其违法所得达{}元。")
    ]
    assert not [a for amounts in _read(alleged) for a in amounts if a.is_measure]
    found = _read([f"举报人反映其销售假货。经查，销售金额{value}元。" for value in values])
    assert [[a.role for a in amounts] for amounts in found] == [["sold"]] * len(values)
