"""Lines of a table that are no records: blank ones, totals, the header again, what stands below the table.

They are taken out of landing before rows are counted, and each is told on the slip, so that nothing is lost.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import duckdb

from warehouse.contract import Feed
from warehouse.intake.headers import HeaderMatch
from warehouse.intake.table import BEGINS, COUNTED, TOTAL, Table
from warehouse.tables import literal

_SHOWN_NOTES = 20
_SHOWN_CELLS = 6
_SHOWN_SIGNS = 60
# A long cell is neither blank nor the word that makes a totals line: most rows are settled by its length.
_BLANK_KEY = r"""CASE WHEN strlen({cell}) > 24 THEN FALSE
     ELSE x_is_blank({cell}) OR regexp_matches({cell}, '^\s*({words}|{counted}\s*$)') END"""
_NO_RECORD = r"""
SELECT row_no, list_filter([{cells}], lambda cell: NOT x_is_blank(cell)) FROM landing."{feed}"
WHERE batch_id = ? AND {keys}
  AND (({blank}) OR regexp_matches(coalesce({cells}), '^\s*(?:({words})[：:\s]*|{counted})$'))
ORDER BY row_no
"""
# It begins as such lines do, or follows one and has a single cell, and fills neither what a record needs nor
# half of the columns.
_BELOW = r"""
WITH lacking AS (
    SELECT row_no, list_filter([{cells}], lambda cell: NOT x_is_blank(cell)) AS filled
    FROM landing."{feed}" WHERE batch_id = ? AND ({lacks})
),
begun AS (
    SELECT row_no FROM lacking
    WHERE len(filled) * 2 <= {columns} AND regexp_matches(filled[1], '^\s*({begins})')
)
SELECT row_no, filled FROM lacking
WHERE row_no IN (SELECT row_no FROM begun) OR len(filled) = 1 AND row_no > (SELECT min(row_no) FROM begun)
ORDER BY row_no
"""
# The header stands again at the top of each printed page: its own texts under most of the columns. Hardly a
# cell begins as its header does: most rows are settled by first signs. Lists, since a comparison per column
# takes twenty times as long to plan.
_HEADER_AGAIN = r"""
SELECT row_no FROM landing."{feed}"
WHERE batch_id = ? AND CASE
    WHEN 2 * len(list_filter(
        list_zip([{signs}], [{first}]), lambda s: s[1] = s[2] OR s[1] IN (9, 10, 12, 13, 32, 12288)
    )) > {columns}
    THEN 2 * len(list_filter(
        list_zip([{cells}], [{headers}]), lambda cell: regexp_replace(cell[1], '[\s　]', '', 'g') = cell[2]
    )) > {columns}
    ELSE FALSE
END
ORDER BY row_no
"""
# A header that stands again does so from its first column on.
_COMPARED = 40
_DELETE_ROWS = 'DELETE FROM landing."{feed}" WHERE batch_id = ? AND list_contains(?, row_no)'


def drop_no_records(
    con: duckdb.DuckDBPyConnection,
    match: HeaderMatch,
    contract: Feed,
    batch_id: str,
    table: Table,
) -> list[str]:
    """Take the lines that are no records out of a landed batch.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection from the writer gate, macros installed.
    match : HeaderMatch
        What the headers mean.
    contract : Feed
        The feed of the batch.
    batch_id : str
        The batch.
    table : Table
        What was landed.

    Returns
    -------
    list of str
        A note on each line, or on all blank ones, in Chinese.
    """
    # What a mapping writes into every line tells nothing of this one.
    told = {place: column for place, column in match.columns.items() if column not in table.constants}
    match = replace(match, columns=told)
    cells = _cells_in_order(match)
    again = _headers_again(con, match, cells, contract, batch_id, table.headers)
    lines = _no_records(con, match, contract, batch_id, list(cells.values()))
    notes = [_note(row, "合计行", filled) for row, filled in lines if filled]
    blank = [row for row, filled in lines if not filled]
    if blank:
        notes.append(f"空白行 {len(blank)} 行，不计：第 {_rows(blank)} 行")
    below = _below(con, match, contract, batch_id, list(cells.values()))
    notes += [_note(row, "表下的说明", filled) for row, filled in below]
    if again:
        notes.append(f"重复的表头 {len(again)} 行，不计：第 {_rows(again)} 行")
    taken = [*(row for row, _ in (*lines, *below)), *again]
    if taken:
        con.execute(_DELETE_ROWS.format(feed=contract.name), [batch_id, taken])
    return notes[-_SHOWN_NOTES:]


def _rows(numbers: Sequence[int]) -> str:
    return "、".join(map(str, numbers[:_SHOWN_NOTES])) + ("…" if len(numbers) > _SHOWN_NOTES else "")


def _headers_again(
    con: duckdb.DuckDBPyConnection,
    match: HeaderMatch,
    cells: Mapping[int, str],
    contract: Feed,
    batch_id: str,
    headers: Sequence[str | None],
) -> list[int]:
    """Return the rows that repeat the header."""
    texts = {place: "".join((headers[place] or "").split()) for place in cells}
    compared = {place: text for place, text in texts.items() if text}
    if len(compared) < 2:  # one text alone may be a value
        return []
    # As they stand: blanks are taken away only where the first signs fit.
    named = [f'"{match.columns[place]}"' if place in match.columns else cells[place] for place in compared][
        :_COMPARED
    ]
    wanted = list(compared.values())[:_COMPARED]
    query = _HEADER_AGAIN.format(
        feed=contract.name,
        signs=", ".join(f"unicode({cell})" for cell in named),
        first=", ".join(str(ord(text[0])) for text in wanted),
        cells=", ".join(named),
        headers=", ".join(map(literal, wanted)),
        columns=len(named),
    )
    return [row for (row,) in con.execute(query, [batch_id]).fetchall()]


def _no_records(
    con: duckdb.DuckDBPyConnection, match: HeaderMatch, contract: Feed, batch_id: str, cells: Sequence[str]
) -> list[tuple[int, list[str]]]:
    """Return blank lines and totals lines: row and filled cells."""
    present = set(match.columns.values())
    # The word that makes a totals line may itself stand under a key column, and so may the number of records.
    keys = [
        _BLANK_KEY.format(cell=f'"{key}"', words=TOTAL, counted=COUNTED)
        for key in contract.key
        if key in present
    ]
    query = _NO_RECORD.format(
        feed=contract.name,
        cells=", ".join(cells),
        keys=" AND ".join(keys) or "TRUE",
        blank=" AND ".join(f"x_is_blank({cell})" for cell in [*(f'"{name}"' for name in present), "extra"]),
        words=TOTAL,
        counted=COUNTED,
    )
    return con.execute(query, [batch_id]).fetchall()


def _below(
    con: duckdb.DuckDBPyConnection, match: HeaderMatch, contract: Feed, batch_id: str, cells: Sequence[str]
) -> list[tuple[int, list[str]]]:
    """Return the lines below the table (notes, who filled it in, when): row and filled cells."""
    present = set(match.columns.values())
    lacks = [f"nullif(trim(\"{one.name}\"), '') IS NULL" for one in contract.required if one.name in present]
    if not lacks:
        return []
    query = _BELOW.format(
        feed=contract.name,
        cells=", ".join(cells),
        lacks=" OR ".join(lacks),
        columns=len(cells),
        begins=BEGINS,
    )
    return con.execute(query, [batch_id]).fetchall()


def _note(row: int, kind: str, cells: Sequence[str]) -> str:
    told = " ".join(cell.strip()[:_SHOWN_SIGNS] for cell in cells[:_SHOWN_CELLS])
    return f"第 {row} 行是{kind}，不计：{told}"


def _cells_in_order(match: HeaderMatch) -> dict[int, str]:
    cells = {position: f"nullif(trim(\"{column}\"), '')" for position, column in match.columns.items()}
    for position, header in match.extra.items():
        pointer = "/" + header.replace("~", "~0").replace("/", "~1")
        cells[position] = f"json_extract_string(extra, {literal(pointer)})"
    return {position: cells[position] for position in sorted(cells)}
