"""What `make bench` and `make accuracy` call goes through, on the smallest input each of them takes.

The figures mean nothing at this size and are not looked at. A bench builds its own pool and calls the chain
layer by layer, so that a column or a layer that is new breaks it, and nobody runs it every day. The two that
go through a whole district call what the other tests call; 50 seconds for them are too many, so it is only
asked whether they start.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

# Goes the whole way for the answers: tests of the parts count the lines.
pytestmark = pytest.mark.no_cover

SMALLEST = {
    "intake": ["--rows", "50"],
    "facts": ["--rows", "20", "--corpora", "one wording"],
    "linkage": ["--rows", "300", "--criminal", "100"],
    "similar": ["--cases", "100"],
    "amounts": ["nowhere", "--first", "40"],
    "agreement": ["--help"],
    "whose": ["--help"],
    "charges": ["--cases", "0"],
    "decisions": ["phrases_open"],
    "links": ["--help"],
    "accuracy": ["--help"],
}


@pytest.mark.parametrize("name", SMALLEST)
def test_it_runs(name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", [name, *SMALLEST[name]])
    try:
        ended = importlib.import_module(f"bench.{name}").main()
    except SystemExit as end:  # so does --help end
        ended = end.code
    assert not ended
    assert re.search(r"\w", capsys.readouterr().out)


def test_all_that_make_calls_are_here() -> None:
    makefile = (Path(__file__).parents[2] / "Makefile").read_text("utf-8")
    assert set(re.findall(r"-m bench\.(\w+)", makefile)) == set(SMALLEST)
