"""What an asset shows in the UI: rows, columns, a preview without personal data."""

from collections.abc import Sequence

import dagster as dg
import duckdb

from pipelines.outputs.columns import FLAGGED, NOT_FLAGGED
from warehouse import tables
from warehouse.contract import load_feeds

GROUPS = {
    "landing": "g1_intake",
    "pool": "g2_pool",
    "known": "g2_pool",
    "party": "g3_linkage",
    "rule": "g4_measures",
    "fact": "g4_measures",
    "flow": "g4_measures",
    "model": "g5_models",
    "finding": "g6_findings",
    "mart": "g7_outputs",
}
_PREVIEW_ROWS = 5
# Never in a preview: it would copy personal data into Dagster's event log.
_HIDDEN = (
    "name",
    "id_no",
    "owner_id",
    "id_hash",
    "id_region",
    "id_birth",
    "id_tail",
    "phone",
    "address",
    "legal_rep",
    "facts",
    "text",
    "whole",
    "others",
    "extra",
    "raw",
    "reason_zh",
    "evidence",
)
_MAX_PREVIEW_COLUMNS = 12
_MAX_CELL = 40


def spec(
    layer: str,
    name: str,
    description: str,
    *,
    deps: Sequence[str] = (),
    kinds: frozenset[str] = frozenset({"duckdb"}),
    version: str = "1",
    owner: str = "team:analysts",
) -> dg.AssetSpec:
    """Return the spec of asset ``layer/name`` in its group; ``deps`` are written ``layer/name`` too."""
    return dg.AssetSpec(
        key=dg.AssetKey([layer, name]),
        deps=[dg.AssetKey(dep.split("/")) for dep in deps],
        description=description,
        group_name=GROUPS[layer],
        kinds=set(kinds),
        owners=[owner],
        tags={"layer": layer},
        code_version=version,
    )


def describe(con: duckdb.DuckDBPyConnection, layer: str, name: str) -> dict[str, dg.MetadataValue]:
    """Return row count, column schema and a short preview of a table as Dagster metadata."""
    if not tables.exists(con, layer, name):
        return {"dagster/row_count": dg.MetadataValue.int(0)}
    relation = con.table(f'{layer}."{name}"')
    schema = dg.TableSchema(
        columns=[
            dg.TableColumn(column, str(kind), _meaning(name, column))
            for column, kind in zip(relation.columns, relation.types, strict=True)
        ]
    )
    return {
        "dagster/row_count": dg.MetadataValue.int(tables.count(con, f'{layer}."{name}"')),
        "dagster/column_schema": dg.MetadataValue.table_schema(schema),
        "preview": dg.MetadataValue.md(preview(relation)),
    }


# What a model answers beside the columns of the lists.
_MODEL_COLUMNS = {
    "subject_id": "对象主键：线索编号由它与模型算出",
    "outcome": "结果：线索、事实不足、例外、不成立、无法计算，每个对象恰有其一",
    "certainty": "把握程度：1 减去“可能已移送”等反面关联的概率",
    "sources": "所据记录：数据类别与记录编号，线索的原始行由此取得",
    "links": "关联记录：权衡过的刑事记录及其概率",
    "exceptions": "例外检验：逐项例外的结果",
}


def _meaning(table: str, column: str) -> str | None:
    """Return what a column holds: the label of the feed's contract, or of the lists."""
    feed = load_feeds().get(table)
    told = next((c for c in feed.columns if c.name == column), None) if feed else None
    if told is not None:
        return told.label
    listed = next((f"{c.label}：{c.meaning}" for c in (*FLAGGED, *NOT_FLAGGED) if c.name == column), None)
    return listed or _MODEL_COLUMNS.get(column)


def preview(relation: duckdb.DuckDBPyRelation) -> str:
    """Return the first rows as a Markdown table, personal data left out."""
    columns = [column for column in relation.columns if is_shown(column)]
    if not columns:
        return ""
    quoted = ", ".join(f'"{column}"' for column in columns)
    return head(columns, relation.project(quoted).limit(_PREVIEW_ROWS).fetchall())


def is_shown(column: str) -> bool:
    """Say whether a column may stand in a preview."""
    return not any(part in column for part in _HIDDEN)


def head(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return the first rows and columns as a Markdown table."""
    names = list(columns)[:_MAX_PREVIEW_COLUMNS]
    lines = ["| " + " | ".join(names) + " |", "|" + " --- |" * len(names)]
    lines += [
        "| " + " | ".join(_cell(value) for value in row[: len(names)]) + " |" for row in rows[:_PREVIEW_ROWS]
    ]
    return "\n".join(lines)


def _cell(value: object) -> str:
    text = "" if value is None else str(value).replace("|", "／").replace("\n", " ")
    return text if len(text) <= _MAX_CELL else text[: _MAX_CELL - 1] + "…"
