"""The supervision models, one asset each, grouped in one step per family."""

from collections.abc import Iterator

import dagster as dg

from models import registry
from models.card import Card, load_cards
from pipelines.assets.plots import confirmed_over_time
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder, RunDay
from warehouse import tables

CARDS = load_cards()
_INPUTS = [
    "fact/answered",
    "fact/consequence",
    "fact/fine_floor",
    "fact/followed",
    "fact/group_evaluation",
    "fact/lead",
    "fact/minor",
    "fact/named",
    "fact/norm",
    "fact/paper",
    "fact/paper_due",
    "fact/repeat_evaluation",
    "fact/review_term",
    "flow/event",
    "party/actor",
    "party/authority",
]


def _spec(card: Card) -> dg.AssetSpec:
    basis = "；".join(f"{norm.law}{norm.article}" for norm in card.legal_basis)
    mode = "" if card.failure_mode == card.title_zh else f"（{card.failure_mode}）"
    return spec(
        "model",
        card.id,
        f"{card.title_zh}{mode}：{card.condition_zh}\n\n依据：{basis}\n\n{card.risk_zh}",
        deps=_INPUTS,
        version=card.version,
        kinds=frozenset({"sql", "duckdb"}),
    )


@dg.multi_asset(name="supervision_models", specs=[_spec(card) for card in CARDS])
def supervision_models(
    context: dg.AssetExecutionContext, home: HomeFolder, day: RunDay
) -> Iterator[dg.MaterializeResult]:
    """Run the chosen models (default all) and account for every subject in scope."""
    place = home.open()
    for card in CARDS:
        with place.pool.write() as con:
            if day.models and card.id not in day.models:
                context.log.info("%s: not chosen for this run", card.id)
                continue
            counts = registry.run_model(con, card)
            # The verdicts known so far; those registered today show on the next run's page.
            picture = (
                confirmed_over_time(con, card.id) if tables.exists(con, "finding", "confirmed_share") else {}
            )
            yield dg.MaterializeResult(
                asset_key=["model", card.id],
                metadata={**describe(con, "model", card.id), **counts, **picture},
            )
