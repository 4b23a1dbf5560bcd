"""Amounts that a fixed phrase states: "死亡2人", "酒精含量为152mg/100ml", "拖欠工资8万元".

For measures that only a few offences ask for. The phrases stand in phrases.yaml; they are looked for in sets,
and only in the texts of records that may be about an offence that asks for the measure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Literal

import duckdb
import polars as pl
import yaml
from pydantic import Field, ValidationError

from models.facts.left_out import signed, signs_for, unsigned
from models.facts.search import Search, search_for
from models.facts.texts import own_text_sql
from models.facts.words.cues import alternatives
from models.facts.words.evened import evened, taken_back
from models.facts.words.numerals import CHINESE
from models.facts.words.rough import read_rough, rough_words
from models.rulebook.book import Rulebook
from models.rulebook.grammar import Condition, MeasureLine, SumLine, leaves
from models.rulebook.load import conditions
from models.rulebook.vocabulary import load_vocabulary
from warehouse import tables
from warehouse.errors import RulebookError
from warehouse.yaml_text import Closed, wrong_rules
from warehouse.yaml_text import parse as parse_yaml

PHRASES_FILE = Path(__file__).with_name("phrases.yaml")
_SQL = Path(__file__).with_name("sql")
_AT_ONCE = 1 << 17  # texts: each slice understands the patterns anew
_BLANK = r"[\t\n\f\r ]?"
_NUMBER = rf"[0-9{CHINESE}](?:[0-9{CHINESE}]|[,，.][0-9]|点[{CHINESE}])*"
_BOUND = "以上|以下|以内|左右|上下"
# Between quantities that are added up: a comma of a list and whose part it is, another lot, another month.
_BETWEEN = (
    "(?:[、和及与]|、[^0-9、，,。；;：:（）()]{0,8}?(?:网吧|店|处|楼|村|组|班|区|厂|库|房|室|车|船|某)"
    "|[、，,；;](?:第[二三四五六七八九十]+|另外?一?|其后|后一?|末一?)(?:批|次|笔|宗|组|份|起|页|册|本|期|单|车|趟|轮)[^0-9，,。；;]{0,6}?"
    "|[，,；;](?:乙|丙|丁|另一?)[船车户店人方卡][^0-9，,。；;]{0,6}?(?:、[^0-9，,。；;]{0,4})?"
    "|[，,；;、](?:20[0-9]{2}年)?[0-9]{1,2}(?:[-—~至到][0-9]{1,2})?月(?:份|[0-9]{1,2}[日号])?[^0-9，,。；;]{0,6}?"
    "|[、，,；;]第?[一二三四五六七八九十](?:级|层|代|线)[^0-9，,。；;、]{0,6}?)"
)
# Whose piece of land a quantity is of: 地块一2.9亩、地块二2.7亩.
_NTH, _LOT = "[一二三四五六七八九甲乙丙丁A-F]", "(?:地块|图斑|宗地?|片区|区块?)"
_PLACE = f"(?:第?{_NTH}号?{_LOT}|{_LOT}{_NTH})"
# When it was stands before a quantity: 好处费：2024年1-6月21,600元.
_DATE = (
    "(?:(?:20[0-9]{2}年)?[0-9]{1,2}(?:[-—~至到][0-9]{1,2})?月(?:份|[0-9]{1,2}[日号])?"
    "(?:间|初|底|中旬|上旬|下旬)?)?"
)
_GAP = "[^。；;，,0-9]{0,12}?"
# What stands before the next of several kinds, places or months in a row: no word that makes it a part of
# what was told, its total, or something else (of which, altogether, licensed, given back, left, fined, paid).
_NAME = "[^。；;，,0-9其含共合计总许超退还已余剩尚应罚责付没欠损获]"
_MONTH = (
    "(?:(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日)?|第[一二三四五六七八九十]+)[^。；;，,0-9其]{0,6}?"
    "(?:[0-9]+[份张组笔批次件][、，,]?[^。；;，,0-9其]{0,6}?)?"
)
_COUNTED = rf"{_NAME}{{0,14}}?[0-9]+[人名株棵只条台间户份张本组][，,（(]?(?:共?计|{_NAME}{{0,8}}?)"
_LABEL = rf"(?:{_MONTH}|{_COUNTED}|{_NAME}{{0,14}}?)"
_WORTH = rf"(?:(?:[、，,（(]{_NAME}{{0,8}}?|共?计)[0-9][0-9.,]*(?:万|亿)?元[）)]?)?"
_SUM_LABEL = rf"(?:{_MONTH}|{_COUNTED})"  # 抽头6200元，赌资3万元: sums of any name are not of one kind


class Listed(Closed):
    """What is counted by its items, and what stands around a row of them."""

    item: str
    row: str

    def pattern(self) -> str:
        """Return the pattern of a row of two and more."""
        return self.row.replace("{i}", f"(?:{self.item})(?:[、，,和及与]+(?:{self.item}))+")


class ByOffence(Closed):
    """Phrases that mean the measure where a record may be about one of these offences."""

    offences: tuple[str, ...] = Field(min_length=1)
    says: tuple[str, ...] = Field(min_length=1)


class Phrase(Closed):
    """How one measure is put into words.

    ``says`` are RE2 patterns with ``{q}``, a quantity (a number and one of ``units``, each with its factor to
    the unit of the measure) or several side by side, which are added up (4.86克、3.52克，另一批3克), and
    ``{g}``, a short gap without digits. ``row``: what stands side by side is added up whatever it is called
    (梅花2株，红豆杉1株); without it another kind may be another thing. Of several different quantities in one
    text, ``several`` says whether the largest is meant (``total``: those side by side are first added up), or
    anything from the largest up to all together.
    ``otherwise`` is looked at where a record says nothing in the words of ``says``. ``listed`` is what is
    counted where it stands in a row of ``{i}``, as the days on which something was done. ``by_offence`` is
    said so only in records that may be about one of its offences, and looked at like ``otherwise``. ``sole``
    says that there was one and no other, without a number. What holds ``never`` is something else, such as a
    price for each. ``apart`` is what another measure counts: a row that comes to it ends there. ``small`` are
    units with a limit, and the factor that their values below it have instead.
    """

    units: dict[str, Decimal] = Field(min_length=1)
    says: tuple[str, ...] = Field(min_length=1)
    otherwise: tuple[str, ...] = ()
    nil: tuple[str, ...] = ()
    listed: Listed | None = None
    by_offence: ByOffence | None = None
    sole: tuple[str, ...] = ()
    never: str | None = None
    apart: str | None = None
    small: dict[str, tuple[Decimal, Decimal]] = Field({})
    row: bool = False
    several: Literal["largest", "range", "total"] = "range"

    def pattern(self, phrases: Iterable[str], *, groups: bool = False) -> str:
        """Return one pattern for all of the phrases; with ``groups`` each has a group for its quantities."""
        run = f"{_DATE}({self.run})" if groups else f"{_DATE}{self.run}"
        said = (phrase.replace("{q}", run).replace("{g}", _GAP) for phrase in phrases)
        return "|".join(f"(?:{phrase})" for phrase in said)

    @property
    def every(self) -> tuple[str, ...]:
        """All phrases with a quantity, whenever they are looked for."""
        return (*self.says, *self.otherwise, *(self.by_offence.says if self.by_offence else ()))

    @cached_property
    def run(self) -> str:
        """Quantities side by side, each perhaps after the name or month of its part: they are added up."""
        one = self.quantity.replace("(?:", "(").replace("(", "(?:")
        label = _SUM_LABEL if "元" in self.units else _LABEL
        named = rf"{_BLANK}(?:“[^”]{{1,12}}”|[0-9]{{1,2}}月份?|{_PLACE})?"
        # 第一次10份、税额4.4万元，第二次9份: beside each count stands its sum
        worth = "" if "元" in self.units else _WORTH
        row = rf"{named}|[、和及与]{named}|{worth}[、，；,;和及与]{_BLANK}{label}{named}{_BLANK}"
        between = row if self.row else f"{_BETWEEN}?{named}"
        return rf"{one}(?:(?:{between}){one})*"

    @cached_property
    def quantity(self) -> str:
        """The quantity alone: what makes it rough, number or range, unit, what makes it the statute's."""
        units = alternatives([*self.units, *signs_for(self.units)])
        before = alternatives(word for words in rough_words().values() for word in words)
        one = rf"{_NUMBER}[余多来]?"
        number = rf"{one}(?:{_BLANK}(?:{units})?(?:至|到|[-~—～－]){one})?"
        return rf"({before})?{_BLANK}({number}){_BLANK}({units})({_BOUND})?"


def load_phrases(path: Path = PHRASES_FILE) -> dict[str, Phrase]:
    """Read the phrases by measure.

    Raises
    ------
    RulebookError
        If the file has an unknown or missing key, no pattern, or a measure that the vocabulary lacks.
    """
    return _load(path)[0]


@cache
def _load(path: Path) -> tuple[dict[str, Phrase], Search]:
    """Return the phrases, and the search for texts that may hold one."""
    known = load_vocabulary().amounts
    try:
        phrases = {
            name: Phrase.model_validate(raw) for name, raw in parse_yaml(path.read_text("utf-8")).items()
        }
        search = search_for(_bare(phrases))
        for _, pattern in _bare(phrases):
            pl.Series([""]).str.contains(pattern)  # what reads by it must understand it
    except (ValidationError, yaml.YAMLError, pl.exceptions.ComputeError, ValueError) as error:
        raise wrong_rules(path, "table of phrases is wrong", error) from error
    if unknown := sorted(set(phrases) - set(known)):
        raise RulebookError("unknown measure", where=path.name, found=unknown[0], expected=", ".join(known))
    return phrases, search


def build(con: duckdb.DuckDBPyConnection, rulebook: Rulebook) -> None:
    """(Re)build ``fact.phrase``: what phrases say of each measure of each record.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        ``known`` and ``fact.candidate`` are built.
    rulebook : Rulebook
        Says which offence asks for which measure.
    """
    phrases = load_phrases()
    con.execute("CREATE OR REPLACE TEMP TABLE asked (offence VARCHAR, measure VARCHAR)")
    tables.fill(con, "asked", _asked(rulebook, phrases))
    template = (_SQL / "phrase_text.sql").read_text("utf-8")
    con.execute(f"CREATE OR REPLACE TEMP TABLE phrase_text AS\n{template.format(record_text=own_text_sql())}")
    con.execute(_NONE)
    for some in con.sql(_TOLD).pl().iter_slices(_AT_ONCE):
        con.register("found_frame", _found(some).to_arrow())
        con.execute(_FILL)
        con.unregister("found_frame")
    _numbers(con)
    con.execute("CREATE OR REPLACE TABLE fact.phrase AS\n" + (_SQL / "phrase.sql").read_text("utf-8"))
    for table in ("asked", "phrase_text", "phrase_found", "number_read", "phrase_unit"):
        con.execute(f"DROP TABLE {table}")


def lay_down(con: duckdb.DuckDBPyConnection) -> None:
    """Lay down an empty ``fact.phrase`` where no phrases were looked for."""
    con.execute(
        "CREATE TABLE IF NOT EXISTS fact.phrase (feed VARCHAR, record_id VARCHAR, told_in VARCHAR, "
        "place INTEGER, measure VARCHAR, lo DECIMAL(18,4), hi DECIMAL(18,4), span VARCHAR, start BIGINT, "
        "is_foreign BOOLEAN)"
    )


def _asked(rulebook: Rulebook, phrases: dict[str, Phrase]) -> list[tuple[str, str]]:
    groups = {name: amount.group for name, amount in rulebook.vocabulary.amounts.items()}
    asked = set()
    for offence in rulebook.active:
        named = {name for _, condition in conditions(offence) for name in _named(condition)}
        named |= {other for relation in offence.relations.values() for other in relation.others}
        # Of a group all are asked for: that one is stated says something of the others.
        peers = {groups[name] for name in named} - {None}
        named |= {name for name, group in groups.items() if group in peers}
        asked |= {(offence.code, name) for name in named & set(phrases)}
    return sorted(asked)


def _named(condition: Condition) -> list[str]:
    found: list[str] = []
    for leaf in leaves(condition):
        if isinstance(leaf, MeasureLine):
            found.append(leaf.measure)
        elif isinstance(leaf, SumLine):
            found += [part.measure for part in leaf.sum]
    return found


def _bare(phrases: dict[str, Phrase]) -> Iterator[tuple[str, str]]:
    """Yield what finds the texts of each measure: its phrases, of whose quantities only the unit is asked.

    A pattern of whole quantities is fifty times as long, and asks for no other words.
    """
    for name, phrase in phrases.items():
        some = f".+(?:{alternatives([*phrase.units, *signs_for(phrase.units)])}).*"
        for said in phrase.every:
            yield name, said.replace("{q}", some).replace("{g}", _GAP)
        for said in (*phrase.nil, *phrase.sole, *([phrase.listed.pattern()] if phrase.listed else [])):
            yield name, said


def _found(told: pl.DataFrame) -> pl.DataFrame:
    """Return what phrases say in texts as they stand: found in the evened ones, quoted from these."""
    texts, even = told["text"], evened(told["text"])
    if (texts == even).all():
        return _find(told)
    once = told.with_columns(text=even).explode("name").group_by("text", maintain_order=True)
    found = _find(once.agg(pl.col("name").unique(maintain_order=True)))
    stand = pl.DataFrame({"text": even, "at": range(len(even))}, schema_overrides={"at": pl.Int64})
    found = found.join(stand, on="text", maintain_order="left")
    before = (
        pl.col("text").cast(pl.Binary).bin.slice(0, pl.col("text").str.find(pl.col("span"), literal=True))
    )
    start = before.cast(pl.String).str.len_chars().cast(pl.Int64)
    placed = found.with_columns(start=start, end=start + pl.col("span").str.len_chars().cast(pl.Int64))
    back = taken_back(placed.select(pl.col("at").alias("text"), "start", "end", "span"), texts, even)
    return found.with_columns(text=texts.gather(found["at"]), span=back["span"]).select(*_FOUND)


def _find(told: pl.DataFrame) -> pl.DataFrame:
    """Return what phrases say: by columns, in the texts that hold the words which a phrase needs.

    Parameters
    ----------
    told : polars.DataFrame
        Distinct ``text``, and in ``name`` the measures that it is asked for.

    Returns
    -------
    polars.DataFrame
        The columns of ``_FOUND``.
    """
    asked = told.with_row_index("place").select("place", "name").explode("name")
    phrases, search = _load(PHRASES_FILE)
    told = told.with_columns(signed(pl.col("text")))
    may = search.find(told["text"]).join(asked, on=["name", "place"], how="semi")
    found = [pl.DataFrame(schema=_FOUND)]
    for (name,), rows in may.sort("name", "place").partition_by("name", as_dict=True).items():
        phrase, texts = phrases[str(name)], told.select("text")[rows["place"]]
        read = [*_said(texts, phrase), *_counted(texts, phrase)]
        found += [rows.with_columns(measure=pl.lit(name)).select(*_FOUND) for rows in read]
    return unsigned(pl.concat(found))


def _every(texts: pl.DataFrame, pattern: str, **what: object) -> pl.DataFrame:
    """Return what the texts hold of the pattern, each span of a text once."""
    spans = texts.with_columns(span=pl.col("text").str.extract_all(pattern)).explode("span").drop_nulls()
    said = {"is_nil": False, "is_other": False, "offences": None} | what
    return spans.unique(maintain_order=True).with_columns(
        **{name: pl.lit(value, dtype=_FOUND[name]) for name, value in said.items()}
    )


def _spans(texts: pl.DataFrame, phrase: Phrase) -> pl.DataFrame:
    """Return what the phrases with a quantity hold, and what says that there is nothing."""
    found = [_every(texts, phrase.pattern(phrase.says))]
    other = _every(texts, phrase.pattern(phrase.otherwise), is_other=True) if phrase.otherwise else None
    found += [] if other is None else [other]
    if phrase.by_offence:
        said = phrase.pattern(phrase.by_offence.says)
        special = _every(texts, said, is_other=True, offences=list(phrase.by_offence.offences))
        # What both find is told once.
        found.append(special if other is None else special.join(other, on=["text", "span"], how="anti"))
    if phrase.nil:
        nil = _every(texts, "|".join(f"(?:{said})" for said in phrase.nil), is_nil=True)
        found.append(nil.unique("text", keep="first", maintain_order=True))
    return pl.concat(found)


def _said(texts: pl.DataFrame, phrase: Phrase) -> Iterator[pl.DataFrame]:
    """Yield each quantity that the phrases tell."""
    spans = _spans(texts, phrase)
    if spans.is_empty():  # to understand the pattern costs more than to read by it
        return
    if phrase.never:
        spans = spans.filter(~pl.col("span").str.contains(phrase.never))
    # What stands in the gaps of a phrase is another amount: 票面6万元，得款1500元.
    own = pl.col("span").str.extract_groups(phrase.pattern(phrase.every, groups=True))
    groups = [str(n) for n in range(1, 1 + sum(said.count("{q}") for said in phrase.every))]
    runs = spans.with_columns(own=own).unnest("own")
    runs = runs.with_columns(run=pl.concat_str(groups, ignore_nulls=True))
    if phrase.apart:
        runs = runs.with_columns(pl.col("run").str.replace(f"(?:{phrase.apart}).*$", ""))
    parts = runs.with_columns(
        part=pl.when("is_nil").then(pl.lit([""])).otherwise(pl.col("run").str.extract_all(phrase.quantity))
    )
    said = pl.col("part").str.extract_groups(phrase.quantity).struct.rename_fields(_SAID)
    parts = parts.explode("part").drop_nulls("part").with_columns(said=said).select(*_READ, "said")
    yield parts.unnest("said").with_columns(pl.col(_SAID).fill_null(""))


def _counted(texts: pl.DataFrame, phrase: Phrase) -> Iterator[pl.DataFrame]:
    """Yield what is counted by its items, and what there was one of."""
    counted = [(phrase.listed.pattern(), phrase.listed.item)] if phrase.listed else []
    for row, item in (*counted, *((said, said) for said in phrase.sole)):
        yield _every(texts, row).with_columns(
            run="span",
            before=pl.lit(""),
            number=pl.col("span").str.count_matches(item).cast(pl.String),
            unit=pl.lit(next(iter(phrase.units))),
            bound=pl.lit(""),
        )


_SAID = ["before", "number", "unit", "bound"]
_READ: dict[str, pl.DataType] = {
    **dict.fromkeys(("text", "span", "run"), pl.String()),
    **dict.fromkeys(("is_nil", "is_other"), pl.Boolean()),
    "offences": pl.List(pl.String),
}
_FOUND = {"measure": pl.String(), **_READ, **dict.fromkeys(_SAID, pl.String())}
# No row, of what a row rests on: column lineage is read from statements that ran on an empty pool.
_NONE = """CREATE OR REPLACE TEMP TABLE phrase_found AS
SELECT
    feed, record_id, told_in, place, measure, text AS span, text AS run,
    regexp_extract(text, '()()()()', ['before', 'number', 'unit', 'bound']) AS said,
    FALSE AS is_nil, FALSE AS is_other, 0::BIGINT AS start
FROM phrase_text WHERE FALSE"""
_TOLD = "SELECT text, list(DISTINCT measure) AS name FROM phrase_text GROUP BY text ORDER BY text"
_FILL = """INSERT INTO phrase_found
SELECT
    t.feed, t.record_id, t.told_in, t.place, measure, f.span, f.run,
    {before: f.before, number: f.number, unit: f.unit, bound: f.bound},
    f.is_nil, f.is_other, instr(text, f.span) - 1
FROM found_frame AS f
JOIN phrase_text AS t USING (measure, text)
WHERE f.offences IS NULL OR list_has_any(t.offences, f.offences)"""


def _numbers(con: duckdb.DuckDBPyConnection) -> None:
    """Read the distinct numbers and units: few, however many records there are."""
    said = con.sql(
        "SELECT DISTINCT said.before, said.number, said.bound FROM phrase_found WHERE said.number <> ''"
    ).pl()
    rows = read_rough(said)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE number_read (before VARCHAR, number VARCHAR, bound VARCHAR, "
        "lo DECIMAL(18,4), hi DECIMAL(18,4))"
    )
    tables.fill(con, "number_read", rows)
    con.execute(
        "CREATE OR REPLACE TEMP TABLE phrase_unit "
        # Wide, so that a product is: a hundred million yuan times a factor is more than 18 digits.
        "(measure VARCHAR, unit VARCHAR, factor DECIMAL(20,6), several VARCHAR, "
        "below DECIMAL(18,4), small DECIMAL(20,6))"
    )
    tables.fill(
        con,
        "phrase_unit",
        [
            (name, unit, factor, phrase.several, *phrase.small.get(unit, (None, None)))
            for name, phrase in load_phrases().items()
            for unit, factor in phrase.units.items()
        ],
    )
