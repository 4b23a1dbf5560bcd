"""Comparable cases: structured facets first, then the wording of the facts.

The facets say what makes cases comparable to a lawyer (conduct, size against the line, party, circumstances)
and are named beside every hit; the wording, as character n-grams, orders what the facets leave equal. The
index is a folder of plain files made once per run; a query reads no table. Reading the wording is nearly all
of the work, so what the index before has read is taken over: a run reads what is new or changed.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import polars as pl
import sklearn
from scipy import sparse
from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

from warehouse.errors import XianjieError
from warehouse.intake.values import install_macros

_CASE_SQL = Path(__file__).with_name("case.sql")
WORDS = "facts.npz"
_CASES, _TOLD, _WEIGHTS = "case.parquet", "index.json", "weights.npy"
_FEATURES = 2**17
_SHORTLIST = 1_000  # cases whose wording is compared, the best by facets
_NEAR = 2.0  # amounts within half and twice are of one size
_ALIKE = 0.3  # wordings that are this close tell the same conduct, whatever it is called
_FACETS = {
    "offence": (4.0, "对照罪名相同"),
    "violation": (3.0, "违法行为类型相同"),
    "size": (2.0, "数额相近（一半至二倍）"),
    "circumstances": (1.5, "情节相同"),
    "party_kind": (1.0, "当事人类别相同"),
    "authority_kind": (0.5, "执法领域相同"),
}


@dataclass(frozen=True)
class Similar:
    """A comparable case.

    Parameters
    ----------
    case : dict
        The row of ``case.sql`` without the facts.
    facets : list of str
        Which facets match, in Chinese.
    points : float
        Sum of the weights of the matching facets.
    wording : float
        Cosine of the wording of the facts, 0 to 1.
    """

    case: dict[str, Any]
    facets: list[str]
    points: float
    wording: float


def build(con: duckdb.DuckDBPyConnection, folder: Path) -> int:
    """Make the index of all comparable cases, replacing the one in ``folder``; return their number.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool after the common tables of the models were built.
    folder : Path
        Replaced as a whole.
    """
    install_macros(con)
    cases: pl.DataFrame = con.sql(_CASE_SQL.read_text("utf-8")).pl()
    write(cases, folder)
    return cases.height


def write(cases: pl.DataFrame, folder: Path) -> None:
    """Write the index of some cases, replacing the one in ``folder``.

    Parameters
    ----------
    cases : polars.DataFrame
        Columns of ``case.sql``.
    folder : Path
        Replaced as a whole.
    """
    stage = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(stage, ignore_errors=True)
    stage.mkdir(parents=True)
    # Brackets and spaces of numbers are typed in many ways.
    plain = pl.col("no").str.replace_all(r"[^\p{L}\p{N}]", "")
    keyed = cases.with_columns(pl.col("facts").hash().alias(_KEY), plain.alias(_PLAIN))
    counts, read = _counts(keyed, folder)
    weights = TfidfTransformer().fit(counts).idf_ if cases.height else np.ones(_FEATURES)
    sparse.save_npz(stage / WORDS, counts, compressed=False)
    np.save(stage / _WEIGHTS, weights)
    keyed.drop("facts").write_parquet(stage / _CASES)
    told = {"cases": cases.height, "read": read, "made_by": _MADE_BY}
    (stage / _TOLD).write_text(json.dumps(told), "utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    stage.replace(folder)


_KEY, _PLAIN = "facts_key", "plain_no"
# Under another version of what reads or hashes, nothing is taken over.
_MADE_BY = [pl.__version__, sklearn.__version__, _FEATURES]


def _counts(keyed: pl.DataFrame, folder: Path) -> tuple[sparse.csr_matrix, int]:
    """Return how often every sign group stands in every case, and how many wordings were read for it."""
    kept, old = _kept(folder)
    texts = keyed.select(_KEY, "facts").unique(_KEY, maintain_order=True).join(kept, on=_KEY, how="anti")
    new = _vectorizer().transform(texts["facts"]) if texts.height else old[:0]
    known = pl.concat([kept, texts.select(_KEY)]).with_row_index("place")
    places = keyed.select(_KEY).join(known, on=_KEY, how="left", maintain_order="left")["place"]
    counts = sparse.vstack([old, new.astype(np.uint16)], format="csr")
    return counts[places.to_numpy()], texts.height


def _kept(folder: Path) -> tuple[pl.DataFrame, sparse.csr_matrix]:
    """Return the wordings that the index in ``folder`` holds: their keys and their rows."""
    nothing = pl.DataFrame(schema={_KEY: pl.UInt64}), sparse.csr_matrix((0, _FEATURES), dtype=np.uint16)
    if not _is_of_this_version(folder):
        return nothing
    keys = (
        pl.read_parquet(folder / _CASES, columns=[_KEY])
        .with_row_index("place")
        .unique(_KEY, maintain_order=True)
    )
    return keys.select(_KEY), sparse.load_npz(folder / WORDS).tocsr()[keys["place"].to_numpy()]


def _is_of_this_version(folder: Path) -> bool:
    told = folder / _TOLD
    return told.exists() and json.loads(told.read_text("utf-8")).get("made_by") == _MADE_BY


def _vectorizer() -> HashingVectorizer:
    # Hashed, so that nothing has to be learned before the first case; digits are folded in the query.
    return HashingVectorizer(
        analyzer="char", ngram_range=(2, 3), n_features=_FEATURES, alternate_sign=False, norm=None
    )


def _best(points: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """Return the positions of the highest points, of equal ones the first; in no order."""
    if len(points) <= count:
        return np.arange(len(points))
    least = np.partition(points, len(points) - count)[len(points) - count]
    above, equal = np.flatnonzero(points > least), np.flatnonzero(points == least)
    return np.concatenate([above, equal[: count - len(above)]])


class Index:
    """The index, opened once and asked often.

    Parameters
    ----------
    folder : Path
        As `build` made it.

    Raises
    ------
    XianjieError
        If there is no index.
    """

    def __init__(self, folder: Path) -> None:
        if not _is_of_this_version(folder):
            raise XianjieError("尚无本版本的类案索引", where=str(folder), action="先运行 xianjie run")
        cases = pl.read_parquet(folder / _CASES)
        self.cases, self._numbers = cases.drop(_KEY, _PLAIN), cases[_PLAIN]
        self._counts = sparse.load_npz(folder / WORDS).tocsr()
        self._weights = TfidfTransformer(sublinear_tf=True)
        self._weights.idf_ = np.load(folder / _WEIGHTS)

    def wording(self, positions: Sequence[int] | np.ndarray[Any, Any]) -> sparse.csr_matrix:
        """Return the wording of some cases as rows of weights, of length one each."""
        return self._weights.transform(self._counts[positions].astype(np.float64))

    @cached_property
    def _columns(self) -> dict[str, np.ndarray[Any, Any]]:
        """Facets as whole numbers: comparing a column with one value is then one pass over memory."""
        coded = ("offence", "violation", "party_kind", "authority_kind")
        codes = {name: self._codes(self.cases[name]) for name in coded}
        # Two cases that tell no circumstance do not share one.
        told = self.cases.select(pl.when(pl.col("circumstances").list.len() > 0).then("circumstances"))
        codes["circumstances"] = self._codes(told["circumstances"].list.join(","))
        # The measure decides the size; where no rule measured the case, the amount the agency gave.
        measured = self.cases.select(
            pl.when(pl.col("value") > 0).then("measure").otherwise(pl.lit("amount")).alias("of"),
            pl.when(pl.col("value") > 0).then("value").otherwise("amount_cny").alias("size"),
        )
        codes["of"] = self._codes(measured["of"])
        sizes = measured["size"].cast(pl.Float64).fill_null(0).to_numpy()
        codes["size"] = np.log(np.maximum(sizes, 1e-9))
        return codes

    @staticmethod
    def _codes(values: pl.Series) -> np.ndarray[Any, Any]:
        found = values.cast(pl.String).rank("dense").cast(pl.Int64)
        return found.fill_null(-1).to_numpy()

    def find(self, no: str) -> int:
        """Return the position of the case with a document number.

        Raises
        ------
        XianjieError
            If there is none.
        """
        wanted = "".join(character for character in no if character.isalnum())
        found = (self._numbers == wanted).arg_true()
        if found.is_empty():
            raise XianjieError("没有这一案件", where=no, action="类案以处罚决定为范围；请用处罚决定书文号")
        return int(found[0])

    def similar(self, position: int, limit: int = 10) -> list[Similar]:
        """Return the most comparable cases, best first; ties in the order of their record ids.

        What shares neither the offence nor the conduct with the case is not comparable, however few cases
        there are: that both parties are firms makes no precedent.

        Parameters
        ----------
        position : int
            The case that is compared, as `find` gives it.
        limit : int
            At most so many.
        """
        matches = self._matches(position)
        points = np.zeros(self.cases.height)
        for name, is_same in matches.items():
            points += _FACETS[name][0] * is_same
        points[position] = -1
        short = _best(points, max(_SHORTLIST, limit))
        wording = np.asarray((self.wording(short) @ self.wording([position]).T).todense()).ravel()
        is_alike = (matches["offence"] | matches["violation"])[short] | (wording >= _ALIKE)
        order = np.lexsort((short, -np.round(wording, 6), -points[short]))
        order = order[is_alike[order] & (points[short][order] > 0)][:limit]
        names = list(matches)
        return [
            Similar(
                case=self.cases.row(int(at), named=True),
                facets=[_FACETS[name][1] for name in names if matches[name][at]],
                points=float(points[at]),
                wording=round(float(wording[place]), 4),
            )
            for place, at in ((int(place), int(short[place])) for place in order)
        ]

    def _matches(self, position: int) -> dict[str, np.ndarray[Any, Any]]:
        columns = self._columns
        same = {
            name: (columns[name] == columns[name][position]) & (columns[name] != -1)
            for name in ("offence", "violation", "circumstances", "party_kind", "authority_kind")
        }
        near = np.abs(columns["size"] - columns["size"][position]) <= np.log(_NEAR)
        # Two cases of unknown size are not of one size.
        known = (columns["size"] > np.log(1e-8)) & (columns["of"] == columns["of"][position])
        same["size"] = near & known
        return {name: same[name] for name in _FACETS}
