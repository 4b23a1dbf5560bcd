"""The pool that linking is timed on: numbers are well formed, and who is who is known."""

from __future__ import annotations

import numpy as np

from bench import linkage_data, splink_alone
from bench.linkage import AS_OF, found
from tests.identifiers import person_id, uscc
from warehouse import known, pool
from warehouse.contract import load_feeds


def test_numbers_are_valid_and_codes_differ() -> None:
    codes = linkage_data.credit_codes(3000)
    assert len(set(codes)) == 3000
    assert all(uscc.is_valid(str(code)) for code in codes)
    numbers = linkage_data.id_numbers(np.random.default_rng(4), 500)
    assert all(person_id.is_valid(str(number)) for number in numbers)


def test_the_truth_holds_pairs_and_splink_alone_finds_some_and_nothing_absurd() -> None:
    with pool.memory() as con:
        linkage_data.fill(con, 3000, 300)
        known.build(con, load_feeds(), as_of=AS_OF, known_at=linkage_data.KNOWN, run_id="test")
        rows = dict(con.execute("SELECT feed, count(*) FROM main.truth GROUP BY feed").fetchall())
        assert rows == {"penalty": 3000, "police_case": 200, "prosecution": 60, "judgment": 40}
        said, precision, recall = found(con, splink_alone.of_pool(con), 0.5)
        assert said > 20
        assert precision > 0.9
        assert 0.2 < recall < 0.95
