"""Average precision, precision at k and recall in a budget, against values worked out by hand."""

from __future__ import annotations

import pytest

from bench.lists import rank


def test_average_precision_counts_what_is_not_listed_as_never_found() -> None:
    # Found at places 1 and 3, a third one nowhere: (1/1 + 2/3 + 0) / 3.
    assert rank([True, False, True], 3, 1000).ap == pytest.approx((1 + 2 / 3) / 3)


def test_a_perfect_list_scores_one_whatever_follows() -> None:
    made = rank([True, True, False, False], 2, 1000)
    assert (made.ap, made.precision_at_k, made.recall_in_budget, made.listed) == (1.0, 1.0, 1.0, 4)


def test_precision_is_taken_at_as_many_as_are_planted_up_to_a_hundred() -> None:
    assert rank([True] * 5 + [False] * 5, 10, 1000).precision_at_k == 0.5
    assert rank([True] * 90 + [False] * 60, 150, 100_000).k == 100
    assert rank([True] * 90 + [False] * 60, 150, 100_000).precision_at_k == 0.9


def test_the_budget_is_one_in_a_hundred() -> None:
    # Of 500 penalties a budget of five: two of four planted ones stand in it.
    assert rank([True, False, True, False, False, True, True], 4, 500).recall_in_budget == 0.5


def test_an_empty_list_and_a_district_without_planted_ones() -> None:
    assert rank([], 3, 100).ap == 0.0
    assert rank([False], 0, 100).ap == 0.0
