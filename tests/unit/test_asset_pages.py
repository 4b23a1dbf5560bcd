"""What the page of an asset says of a table: what its columns hold, no personal data in the preview."""

from __future__ import annotations

import dagster as dg

from models.registry import COLUMNS
from pipelines.assets.shown import describe
from warehouse.pool import memory


def test_every_column_that_a_model_answers_is_told() -> None:
    con = memory()
    listed = ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in COLUMNS.items())
    con.execute(f"CREATE TABLE model.f01 AS SELECT {listed}")
    schema = describe(con, "model", "f01")["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    assert [column.name for column in schema.columns if not column.description] == []


def test_columns_are_told_by_the_contract_or_the_lists_and_persons_are_not_shown() -> None:
    con = memory()
    con.execute("CREATE TABLE pool.penalty AS SELECT '罚1号' AS decision_no, '某甲' AS party_name")
    con.execute("CREATE TABLE model.f01 AS SELECT 'x' AS threshold, 'y' AS made_up")
    told = describe(con, "pool", "penalty")
    schema = told["dagster/column_schema"].value
    assert isinstance(schema, dg.TableSchema)
    assert {column.name: column.description for column in schema.columns}["decision_no"] == (
        "行政处罚决定书文号"
    )
    assert "罚1号" in str(told["preview"].value) and "某甲" not in str(told["preview"].value)
    model = describe(con, "model", "f01")["dagster/column_schema"].value
    assert isinstance(model, dg.TableSchema)
    threshold, made_up = model.columns
    assert threshold.description is not None and threshold.description.startswith("标准：")
    assert made_up.description is None
