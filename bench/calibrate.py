"""Fit what a score of a link is worth: labelled pairs of demo districts, isotonic, written beside the model.

``python -m bench.calibrate [--cases 600,1500] [--seeds 101,102,103] [--dirts standard,dirty] [--out F]``

The seeds are others than those that ``bench.links`` measures. Read back by ``models.parties``.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from itertools import product
from pathlib import Path

import duckdb
import numpy as np
import yaml
from sklearn.isotonic import IsotonicRegression

from bench.link_truth import PAIR
from bench.links import DIRTS, linked_district

OUT = Path(__file__).resolve().parents[1] / "models" / "parties" / "calibration.yaml"
PRIOR = 1.0  # pairs of even chance added to every step, so that a short step is not certain
HIGHEST = 0.998  # an equal identifier is surer than any score
HEAD = """\
# What a score of the probabilistic model is worth: [match weight, probability], linear in between,
# constant beyond.
# Written by `python -m bench.calibrate`; made again whenever the model or its parameters change.
"""


def labelled(con: duckdb.DuckDBPyConnection) -> list[tuple[float, bool]]:
    """Return score and truth of every pair that the probabilistic model scored."""
    rows = con.execute(
        f"""SELECT score, t.a_record IS NOT NULL
        FROM (SELECT {PAIR}, max(score) AS score FROM party.link WHERE score IS NOT NULL GROUP BY ALL)
        LEFT JOIN true_pair AS t USING ({PAIR}) ORDER BY ALL"""
    ).fetchall()
    return [(float(score), bool(is_true)) for score, is_true in rows]


def fit(pairs: Sequence[tuple[float, bool]]) -> list[tuple[float, float]]:
    """Return points of a rising curve from score to probability.

    Parameters
    ----------
    pairs
        Score and truth of each labelled pair.

    Returns
    -------
    list of (float, float)
        Begin and end of every step of the isotonic fit, its probability drawn towards a half by `PRIOR`.
    """
    scores = np.array([score for score, _ in pairs])
    truths = np.array([float(is_true) for _, is_true in pairs])
    steps = IsotonicRegression().fit_transform(scores, truths)
    levels, which = np.unique(steps, return_inverse=True)
    sizes = np.bincount(which)
    drawn = (np.bincount(which, weights=truths) + PRIOR / 2) / (sizes + PRIOR)
    # Drawing a short step towards a half may put it out of order with its neighbours.
    rising = IsotonicRegression().fit_transform(np.arange(len(levels)), drawn, sample_weight=sizes)
    points: list[tuple[float, float]] = []
    for level, probability in enumerate(rising):
        inside = scores[which == level]
        for edge in sorted({float(inside.min()), float(inside.max())}):
            points.append((round(edge, 3), round(min(float(probability), HIGHEST), 4)))
    return points


def main(argv: Sequence[str] | None = None) -> int:
    """Make the districts, fit, and write the file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--cases", default="600,1500", help="sizes: a name has more bearers in a larger pool")
    parser.add_argument("--seeds", default="101,102,103")
    parser.add_argument("--dirts", default="standard,dirty")
    parser.add_argument("--out", type=Path, default=OUT)
    chosen = parser.parse_args(argv)
    pairs: list[tuple[float, bool]] = []
    for dirt in (level for level in DIRTS if level in chosen.dirts.split(",")):
        for cases, seed in product(chosen.cases.split(","), chosen.seeds.split(",")):
            with linked_district(int(cases), int(seed), dirt) as con:
                pairs += labelled(con)
                print(f"{dirt}, {cases} cases, seed {seed}: {len(pairs):,} scored pairs together", flush=True)
    points = fit(pairs)
    body = {
        "made_from": {
            "cases": chosen.cases,
            "seeds": chosen.seeds,
            "dirts": chosen.dirts,
            "pairs": len(pairs),
            "true_pairs": sum(is_true for _, is_true in pairs),
        },
        "points": [list(point) for point in points],
    }
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, default_flow_style=None, width=100)
    chosen.out.write_text(HEAD + text, "utf-8")
    print(f"{len(points)} points from {len(pairs):,} pairs: {chosen.out}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
