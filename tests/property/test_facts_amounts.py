"""What holds of every text: no text breaks the reader, spans are true, and strangers change nothing."""

from __future__ import annotations

import random
from decimal import Decimal
from itertools import pairwise

import polars as pl
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bench.passages import load_passages
from models.facts.amounts import Amount, read_many
from models.facts.cues import load_cues
from tests.facts_told import read_circumstances, read_text, to_words

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


@given(st.one_of(TEXTS, st.text(max_size=200)))
@settings(max_examples=60)
def test_no_text_breaks_the_reader(text: str) -> None:
    answers: set[str] = set()
    for amount in read_text(text):
        _check(text, amount)
        if amount.is_measure:
            assert amount.role not in answers, "one answer per role"
            answers.add(amount.role)
    for circumstance in read_circumstances(text):
        assert text[circumstance.start : circumstance.end] == circumstance.span


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


@given(MONEY, ROLES, st.booleans())
@settings(max_examples=25)
def test_the_span_holds_the_value_in_figures_and_in_words(
    value: int, phrase: tuple[str, str], formal: bool
) -> None:
    for written in (str(value), f"{value:,}", to_words(value, formal=formal)):
        (amount,) = read_text(phrase[0].format(written) + "。")
        assert written in amount.span
        assert (amount.value, amount.value_hi, amount.role) == (value, value, phrase[1])


@given(st.lists(st.tuples(ROLES, MONEY), min_size=1, max_size=4), STRANGERS, st.booleans())
@settings(max_examples=25)
def test_unrelated_sentences_change_no_role(
    said: list[tuple[tuple[str, str], int]], stranger: str, first: bool
) -> None:
    text = "。".join(phrase.format(value) for (phrase, _), value in said) + "。"
    alone = [(a.value, a.role, a.kind, a.is_measure) for a in read_text(text) if a.unit == "元"]
    joined = stranger + text if first else text + stranger
    assert [(a.value, a.role, a.kind, a.is_measure) for a in read_text(joined) if a.unit == "元"] == alone


@given(MONEY, MONEY)
@settings(max_examples=25)
def test_a_total_beats_its_parts_and_parts_without_a_total_are_summed(left: int, right: int) -> None:
    assume(left != right)  # the same figure twice may be one amount told twice
    parts = f"销售甲产品，销售金额{left}元；销售乙产品，销售金额{right}元"
    for text in (parts + "。", f"{parts}；销售金额合计{left + right}元。"):
        (sold,) = [a for a in read_text(text) if a.role == "sold" and a.is_measure]
        assert sold.value == Decimal(left + right)


@given(MONEY)
@settings(max_examples=25)
def test_what_is_alleged_is_never_a_measure(value: int) -> None:
    for text in (f"举报人反映当事人销售金额{value}元。", f"投诉称其违法所得达{value}元。"):
        assert not [a for a in read_text(text) if a.is_measure]
    assert [a.role for a in read_text(f"举报人反映其销售假货。经查，销售金额{value}元。")] == ["sold"]
