"""What the facts say: rulebook tables, texts read, measures, candidate offences, evaluation."""

from pathlib import Path

import dagster as dg

from models import facts, registry
from models.card import load_cards
from models.facts import measures, own_texts, phrases, texts
from models.rulebook import candidates, evaluate, publish
from pipelines.assets.shown import describe, spec
from pipelines.resources import HomeFolder
from warehouse import tables
from warehouse.config import Config
from warehouse.intake.values import install_macros

_FACTS = Path(facts.__file__).parent


@dg.multi_asset(
    specs=[
        spec(
            "rule",
            "offence",
            "规则库：罪名、期限与模型参数（含版本与来源）",
            kinds=frozenset({"yaml", "duckdb"}),
        )
    ]
)
def rulebook_tables(home: HomeFolder) -> dg.MaterializeResult:
    """Publish the rulebook, the clocks, the calendar and the models' parameters as tables."""
    place = home.open()
    cards = load_cards()
    with place.pool.write() as con:
        publish.build(con, home.rulebook(), cards)
        registry.set_parameters(con, cards, Config.load(place.config_file).parameters)
        return dg.MaterializeResult(asset_key=["rule", "offence"], metadata=describe(con, "rule", "offence"))


@dg.multi_asset(
    specs=[spec("fact", "subject", "每个案件的行为日期、当事人类型（单位或个人）", deps=["known/run"])]
)
def subject(home: HomeFolder) -> dg.MaterializeResult:
    """Date the acts and say by which line the party is judged."""
    with home.open().pool.write() as con:
        install_macros(con)
        tables.build(con, "fact", _FACTS / "subject.sql")
        return dg.MaterializeResult(asset_key=["fact", "subject"], metadata=describe(con, "fact", "subject"))


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "text_amount",
            "案情文字中的金额与数量：数值、单位、角色与原文位置",
            deps=["known/run"],
            kinds=frozenset({"python", "duckdb"}),
        )
    ]
)
def text_amount(home: HomeFolder) -> dg.MaterializeResult:
    """Read amounts and quantities out of texts that were not read before."""
    with home.open().pool.write() as con:
        new = texts.read_new(con)
        shown = describe(con, "fact", "text_amount")
        return dg.MaterializeResult(asset_key=["fact", "text_amount"], metadata={**shown, "texts_new": new})


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "own_text",
            "同一段案情涉及多名当事人的记录：其中属于他人的金额，以及除去这些金额后的本案当事人案情",
            deps=["fact/text_amount", "fact/subject", "party/resolved"],
            kinds=frozenset({"python", "duckdb"}),
        )
    ]
)
def own_text(home: HomeFolder) -> dg.MaterializeResult:
    """Take from texts that tell of several parties the amounts that are not the record's own party's."""
    with home.open().pool.write() as con:
        install_macros(con)
        own_texts.build(con)
        return dg.MaterializeResult(
            asset_key=["fact", "own_text"], metadata=describe(con, "fact", "own_text")
        )


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "candidate",
            "每个案件可能涉及的罪名与识别依据",
            deps=["known/run", "fact/subject", "rule/offence"],
        )
    ]
)
def candidate(home: HomeFolder) -> dg.MaterializeResult:
    """Say which offences a record may be about."""
    with home.open().pool.write() as con:
        candidates.build(con, home.rulebook())
        return dg.MaterializeResult(
            asset_key=["fact", "candidate"], metadata=describe(con, "fact", "candidate")
        )


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "phrase",
            "固定表述载明的数量：只在可能涉及相关罪名的案件中查找",
            deps=["fact/candidate", "fact/own_text"],
            kinds=frozenset({"yaml", "duckdb"}),
        )
    ]
)
def phrase(home: HomeFolder) -> dg.MaterializeResult:
    """Look for the fixed phrases that state what only a few offences ask for."""
    with home.open().pool.write() as con:
        phrases.build(con, home.rulebook())
        return dg.MaterializeResult(asset_key=["fact", "phrase"], metadata=describe(con, "fact", "phrase"))


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "measure",
            "每个案件的金额、数量（区间）与情节",
            deps=["fact/own_text", "fact/phrase", "fact/subject", "fact/candidate"],
        )
    ]
)
def measure(home: HomeFolder) -> dg.MaterializeResult:
    """Settle what is known of each measure: columns first, texts where they are silent, then derivations."""
    with home.open().pool.write() as con:
        measures.build(con)
        return dg.MaterializeResult(asset_key=["fact", "measure"], metadata=describe(con, "fact", "measure"))


@dg.multi_asset(
    specs=[
        spec(
            "fact",
            "evaluation",
            "案件事实对照追诉标准（行为时与现行两个版本）的三值判断",
            deps=["fact/candidate", "fact/measure", "fact/subject", "rule/offence"],
        )
    ]
)
def evaluation(home: HomeFolder) -> dg.MaterializeResult:
    """Compare the measures with the rulebook: met, unmet, or unknown with what is missing."""
    with home.open().pool.write() as con:
        (as_of,) = con.execute("SELECT as_of FROM known.run").fetchall()[0]
        evaluate.build(con, home.rulebook(), as_of)
        return dg.MaterializeResult(
            asset_key=["fact", "evaluation"], metadata=describe(con, "fact", "evaluation")
        )
