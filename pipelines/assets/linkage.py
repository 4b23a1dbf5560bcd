"""Who is who: firms, mentions, persons, links and parties."""

from collections.abc import Iterator

import dagster as dg

from models import parties
from models.parties import judgements
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder

_SPECS = {
    "firm": ("登记主体及其背后的经营者、法定代表人", ["known/run"]),
    "mention": ("案件记录中出现的每一个人与单位及其可用标识", ["party/firm"]),
    "person": ("每一处提及的自然人是谁：证件号码，其次为与他处共有的标识", ["party/mention"]),
    "bearer": ("单位背后的人：职务与起止日期，注明出处", ["party/person"]),
    "control": ("同一人控制的单位", ["party/bearer"]),
    "link": ("行政记录与刑事记录之间的同一人判断：层级、概率、逐项理由与次优候选", ["party/person"]),
    "resolved": ("每条案件记录的当事人统一编号及当日背后的自然人", ["party/person"]),
}


@dg.multi_asset(
    name="parties",
    specs=[spec("party", name, text, deps=deps) for name, (text, deps) in _SPECS.items()],
)
def party_tables(home: HomeFolder) -> Iterator[dg.MaterializeResult]:
    """Link persons and firms across systems: tiers first, Splink for the rest, judgements over both."""
    place = home.open()
    with place.pool.write() as con:
        judgements.replay(con, place.judgements.read())
        parties.build(con)
        for name in _SPECS:
            yield dg.MaterializeResult(asset_key=["party", name], metadata=describe(con, "party", name))
