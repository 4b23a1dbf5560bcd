"""A text written in another way says the same."""

from __future__ import annotations

import pytest

from bench.typography import WAYS, capital


@pytest.mark.parametrize(
    ("way", "text"),
    [
        ("wide", "当事人售出３６瓶，得款１２５００元。另有５瓶（未售）。"),
        ("narrow", "当事人售出36瓶,得款12500元。另有5瓶(未售)。"),
        ("blanks", "当事人售出 36 瓶，得款 12500 元。另有 5 瓶（未售）。"),
        ("wrapped", "当事人售出36瓶，得款12500元。另有5瓶（未售）。"),
        ("paragraphs", "当事人售出36瓶，得款12500元。\n　　另有5瓶（未售）。"),
        ("markup", "<p>当事人售出36瓶，得款12500元。</p><p>&nbsp;&nbsp;另有5瓶（未售）。</p>"),
        ("thousands", "当事人售出36瓶，得款12,500元。另有5瓶（未售）。"),
        ("thousands_wide", "当事人售出36瓶，得款12，500元。另有5瓶（未售）。"),
        ("decimals", "当事人售出36瓶，得款12500.00元。另有5瓶（未售）。"),
        ("capitals", "当事人售出36瓶，得款壹万贰仟伍佰元整。另有5瓶（未售）。"),
    ],
)
def test_a_text_is_written_anew(way: str, text: str) -> None:
    assert WAYS[way]("当事人售出36瓶，得款12500元。另有5瓶（未售）。") == text


def test_every_way_is_shown_and_lines_are_filled() -> None:
    assert WAYS["wrapped"]("一" * 80) == "\n".join(["一" * 38, "一" * 38, "一" * 4])


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "零"),
        (10, "壹拾"),
        (105, "壹佰零伍"),
        (10250, "壹万零贰佰伍拾"),
        (200003, "贰拾万零叁"),
    ],
)
def test_capitals(number: int, words: str) -> None:
    assert capital(number) == words
