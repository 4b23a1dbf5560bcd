"""The fit from score to probability."""

from __future__ import annotations

import random

from bench.calibrate import fit


def test_the_curve_rises_and_says_how_often_a_score_was_true() -> None:
    dice = random.Random(3)
    pairs = [(float(score), dice.random() < score / 10) for score in range(11) for _ in range(400)]
    curve = dict(fit(pairs))
    values = [value for _, value in sorted(curve.items())]
    assert values == sorted(values)
    assert abs(curve[3.0] - 0.3) < 0.06
    assert abs(curve[8.0] - 0.8) < 0.06


def test_few_pairs_are_never_certain() -> None:
    assert fit([(1.0, False), (9.0, True)]) == [(1.0, 0.25), (9.0, 0.75)]
    many = dict(fit([(1.0, False)] * 999 + [(9.0, True)] * 999))
    assert 0.99 < many[9.0] < 0.999, "the probability of an equal ID number is above any score"
