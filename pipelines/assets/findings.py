"""The ledger of findings."""

import dagster as dg

from models import findings, registry
from models.card import load_cards
from pipelines.assets.plots import flagged_by_month
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder, RunDay, now
from warehouse import tables
from warehouse.contract import load_feeds

CARDS = load_cards()


@dg.multi_asset(
    specs=[
        spec(
            "finding",
            "finding",
            "风险点台账：稳定编号、首次与最近出现、状态与证据（已消除的保留）",
            deps=[f"model/{card.id}" for card in CARDS],
        )
    ]
)
def ledger(home: HomeFolder, day: RunDay) -> dg.MaterializeResult:
    """Rank what was flagged and carry it into the ledger."""
    place = home.open()
    with place.pool.write() as con:
        chosen = [card for card in CARDS if not day.models or card.id in day.models]
        ready = [card for card in CARDS if tables.exists(con, "model", card.id)]
        (run_id,) = con.execute("SELECT run_id FROM known.run").fetchall()[0]
        flagged = findings.update(
            con, chosen, load_feeds(), run_id=run_id, at=now(), verdicts=place.verdicts.read()
        )
        registry.outcomes(con, ready)
        shown = describe(con, "finding", "finding")
        return dg.MaterializeResult(
            asset_key=["finding", "finding"],
            metadata={**shown, "flagged_now": flagged, "flagged_by_month": flagged_by_month(con)},
        )
