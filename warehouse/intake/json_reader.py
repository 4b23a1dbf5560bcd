"""JSON, JSON Lines and Parquet: records whose fields are named, so no header has to be found."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from warehouse.errors import FileRefused
from warehouse.intake.headers import group_readings
from warehouse.intake.table import BadRow, Finder, Table, batches, schema
from warehouse.intake.text_file import TextFile

# What interfaces and database tools wrap their records in, one inside the other: {"data": {"list": [...]}}.
_WRAPPERS = ("data", "rows", "records", "items", "list", "result", "body", "content", "page")
_SHOWN = 500
# A list of objects that names so many columns of a feed holds its records, whatever it is called.
_NAMED = 2
_DEEPEST = 4
_ENVELOPE = re.compile(
    r"(?:基本|主要|案件|其他|处罚|移送)?(?:信息|情况|数据|内容)|(?:base|basic|main|case)?_?(?:info|data|detail)?s?",
    re.IGNORECASE,
)


def read_json(file: TextFile, find: Finder) -> list[Table]:
    """Read an array of objects, an object that holds one or several, or one object per line.

    Fields of an object within a record are named with dots (``party.name``), or as the column that the two
    names together mean (当事人 with 名称 in it).

    Raises
    ------
    FileRefused
        If the text is neither.
    """
    text = file.text()
    try:
        return record_tables(_parse(text), "json", file, find)
    except RecursionError:
        raise FileRefused(
            "JSON 嵌套过深",
            where=file.path.name,
            found="层层嵌套的数组或者对象",
            expected="对象的数组，或者每行一个对象",
            action="请重新导出该文件",
        ) from None
    except json.JSONDecodeError as error:
        bad: list[BadRow] = []
        numbered = list(_lines(text, bad))
        if not numbered:
            raise FileRefused(
                "文件不是 JSON",
                where=f"{file.path.name} · 第 {error.lineno} 行第 {error.colno} 列",
                found="自此处起无法读出",
                expected="对象的数组，或者每行一个对象",
                action="请重新导出该文件",
            ) from None
        return [_table("", "jsonl", file, numbered, find, bad)]


def record_tables(data: Any, kind: str, file: TextFile, find: Finder) -> list[Table]:
    """Return the lists of records in parsed data, one table each.

    Parameters
    ----------
    data : object
        Objects and lists in one another, down to texts.
    kind : str
        The format they stood in.
    file : TextFile
        Where they stood.
    find : callable
        Says how many columns of a feed a row of names holds.

    Raises
    ------
    FileRefused
        If there are none.
    """
    found = _records(data, file.path.name, find)
    return [
        _table(name if len(found) > 1 else "", kind, file, list(enumerate(records, 1)), find, [])
        for name, records in found.items()
    ]


def _table(
    name: str,
    kind: str,
    file: TextFile,
    records: Sequence[tuple[int, Mapping[str, Any]]],
    find: Finder,
    bad: list[BadRow],
) -> Table:
    flat = [(number, dict(_flatten(record))) for number, record in records]
    fields = list(dict.fromkeys(name for _, record in flat for name in record))
    if not fields:
        raise FileRefused(
            "文件中没有记录", where=file.path.name, expected="带字段的对象", action="请重新导出该文件"
        )
    rows = ((number, [record.get(name) for name in fields]) for number, record in flat)
    headers: list[str | None] = [_header(field, find) for field in fields]
    return Table(name, kind, file.encoding, headers, 0, batches(rows, len(headers)), bad)


def _header(field: str, find: Finder) -> str:
    """Return what a field of an object within a record is called: with the object's name, if known."""
    group, _, low = field.rpartition(".")
    if not group:
        return field
    # What stands in anything but a mere envelope may be about something else.
    last = group.rpartition(".")[2]
    readings = (field, *group_readings(last, low)[: 3 if _ENVELOPE.fullmatch(last) else 2])
    return next((reading for reading in readings if find([[reading]]) is not None), field)


def _parse(text: str) -> Any:
    # Numbers stay as they are written: 0012 would be an error, 1e3 and 12.50 must not change.
    return json.loads(text, parse_float=str, parse_int=str)


def _records(data: Any, name: str, find: Finder) -> dict[str, list[dict[str, Any]]]:
    """Return the lists of records, by what they are called in the file."""
    if isinstance(data, dict):
        inner = _wrapped(data)
        if inner is None and (lists := _lists(data, find)):
            return lists
        data = inner if inner is not None else [data]
    if not isinstance(data, list) or not all(isinstance(record, dict) for record in data):
        raise FileRefused("文件中没有表", where=name, expected="对象的数组", action="请重新导出该文件")
    return {"": data}


def _lists(data: Mapping[str, Any], find: Finder) -> dict[str, list[dict[str, Any]]]:
    """Return the lists of records in an object that is no record itself, whatever they are called."""
    found: dict[str, list[dict[str, Any]]] = {}
    known = {
        name: _known([name for name, _ in _flatten(records[0])], find) for name, records in _within(data)
    }
    most = _known([name for name, _ in _flatten(data)], find)
    for name, records in _within(data):
        if known[name] >= _NAMED and known[name] > most:
            found[name] = records
    return found


def _within(data: Mapping[str, Any], depth: int = 0) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for name, value in data.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _within(value, depth + 1)
        elif isinstance(value, list) and value and all(isinstance(record, dict) for record in value):
            yield name, value


def _known(names: Sequence[str], find: Finder) -> int:
    found = find([list(names)])
    return 0 if found is None else found.known


def _wrapped(data: dict[str, Any]) -> list[Any] | None:
    """Return the list inside an object that only wraps it, None where the object is a record itself."""
    known = {name.casefold(): value for name, value in data.items()}
    inner = [known[name] for name in _WRAPPERS if isinstance(known.get(name), list | dict)]
    # A list comes before the particulars of a page beside it.
    for value in sorted(inner, key=lambda value: isinstance(value, dict)):
        found = value if isinstance(value, list) else _wrapped(value)
        if found is not None:
            return found
    return None


def _lines(text: str, bad: list[BadRow]) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = _parse(line)
        except json.JSONDecodeError as error:
            bad.append(BadRow(number, f"不是有效的 JSON：第 {error.colno} 个字符起无法读出", line[:_SHOWN]))
            continue
        except RecursionError:
            bad.append(BadRow(number, "JSON 嵌套过深，无法读出", line[:_SHOWN]))
            continue
        if isinstance(record, dict):
            yield number, record
        else:
            bad.append(BadRow(number, "不是一条记录（JSON 对象）", line[:_SHOWN]))


def _flatten(record: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str | None]]:
    for name, value in record.items():
        path = f"{above}{name}"
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
            value = value[0]
        if isinstance(value, dict):
            yield from _flatten(value, f"{path}.")
        else:
            yield path, _text(value)


def _text(value: Any) -> str | None:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        if any(isinstance(item, dict | list) for item in value):
            return json.dumps(value, ensure_ascii=False)
        return ";".join(filter(None, map(_text, value))) or None
    return str(value)


def read_parquet(path: Path) -> Table:
    """Read a Parquet file, every value as text.

    Raises
    ------
    FileRefused
        If it cannot be opened.
    """
    try:
        file = pq.ParquetFile(path)
        names = list(file.schema_arrow.names)
        for _ in file.iter_batches():  # what fails in the database takes the other files with it
            pass
    except (pa.ArrowException, OSError) as error:
        raise FileRefused(
            "Parquet 文件无法打开",
            where=path.name,
            found=str(error)[:200],
            action="请重新报送",
        ) from None
    return Table("", "parquet", None, list(names), 0, as_text(file.iter_batches(), len(names)))


def as_text(parts: Iterator[pa.RecordBatch], width: int) -> pa.RecordBatchReader:
    """Turn typed Arrow batches into rows of text, numbered from 1."""
    shape = schema(width)

    def texts() -> Iterator[pa.RecordBatch]:
        done = 0
        for part in parts:
            numbers = pa.array(range(done + 1, done + part.num_rows + 1), pa.int64())
            done += part.num_rows
            yield pa.RecordBatch.from_arrays([numbers, *map(_column_text, part.columns)], schema=shape)

    return pa.RecordBatchReader.from_batches(shape, texts())


def _column_text(column: pa.Array) -> pa.Array:
    nested = pa.types.is_nested(column.type) or pa.types.is_dictionary(column.type)
    if nested or pa.types.is_binary(column.type) or isinstance(column, pa.ExtensionArray):
        return pa.array([_scalar(value) for value in column.to_pylist()], pa.string())
    return pc.cast(column, pa.string())


def _scalar(value: Any) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return _text(
        [str(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else value
    )
