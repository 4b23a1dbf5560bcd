"""How often f01 says of a decision what the law does, on decisions by writers who had not seen the program.

Usage: python -m bench.decisions [file, as a_open ...] [--errors]

The decisions (tests/data/decisions) are in two halves: of the frozen half only shares are printed. They go
the whole way together: file, landing, pool, facts, parties, rulebook, f01.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

from tests.decision_cases import OUTCOMES, difference, judge, read_cases

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "data" / "decisions"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("files", nargs="*", help="names of files without .yaml; all if none")
    parser.add_argument("--errors", action="store_true", help="also what is said wrongly in the open half")
    given = parser.parse_args()
    paths = [path for path in sorted(FOLDER.glob("*.yaml")) if not given.files or path.stem in given.files]
    cases = read_cases(paths)
    with tempfile.TemporaryDirectory() as folder:
        said = judge(Path(folder), cases)
    for half in ("open", "frozen"):
        own = [case for case in cases if case.file.endswith(half)]
        wrong = [(case, difference(case, said[case.row["decision_no"]])) for case in own]
        right = Counter(case.outcome for case, why in wrong if why is None)
        of = Counter(case.outcome for case in own)
        parts = [f"{outcome} {right[outcome]} of {of[outcome]}" for outcome in OUTCOMES]
        told = f"{half} half, decisions judged as the law does: {right.total()} of {of.total()}"
        print(f"{told} ({', '.join(parts)})")
        outcomes = Counter((case.outcome, said[case.row["decision_no"]].outcome) for case in own)
        same = sum(outcomes[outcome, outcome] for outcome in OUTCOMES)
        flags = {outcome: outcomes[outcome, "flagged"] for outcome in OUTCOMES}
        flagged = [f"{outcome} {flags[outcome]} of {of[outcome]}" for outcome in OUTCOMES]
        print(f"    the outcome alone: {same} of {of.total()}; said to be flagged: {', '.join(flagged)}")
        if given.errors and half == "open":
            print("\n".join(why for _, why in wrong if why))


if __name__ == "__main__":
    main()
