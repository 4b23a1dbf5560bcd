"""The courses of cases: events, the case each belongs to, and dates that contradict one another."""

from collections.abc import Iterator

import dagster as dg

from models import flow
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder

_SPECS = {
    "event": "每条记录的每个程序环节：日期、机关、当事人与所属案件",
    "contradiction": "日期次序不可能的两个环节",
}


@dg.multi_asset(
    name="courses",
    specs=[
        spec("flow", name, told, deps=["fact/answer", "party/authority", "party/resolved"])
        for name, told in _SPECS.items()
    ],
)
def courses(home: HomeFolder) -> Iterator[dg.MaterializeResult]:
    """Lay every record's dates along the courses of models/flow."""
    with home.open().pool.write() as con:
        flow.build(con)
        for name in _SPECS:
            yield dg.MaterializeResult(asset_key=["flow", name], metadata=describe(con, "flow", name))
