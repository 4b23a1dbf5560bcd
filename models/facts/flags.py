"""Reads out of texts what they state of each circumstance, with the words of circumstances.yaml.

Three values: stated (True), denied (False), raised but not settled (None). What a text does not speak
of makes no row; what that means is for ``absent`` of measures.yaml to say.

A circumstance is stated within a sentence, and sentences recur: word for word, or with other figures.
Columns cut the texts, make the figures alike and find the sentences with the words that a pattern needs; the
full patterns, which look back and ahead as no column engine can, read each distinct sentence once. What must
hold of a whole text (``anchors``, ``topic``, ``also``, ``unless_text``) is again asked of columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum

import polars as pl

from models.facts.circumstances import Circumstances, Flag, Pattern, alike, load_circumstances
from models.facts.words.evened import evened, taken_back

_STOPS = "[。；;]"
# A line ends a sentence too, yet what denies it may stand on the next one: lines are told apart in reading.
_LINE = re.compile(r"[^\n]+")
_CONFIRMED = re.compile("(?<![不无未])(?:属实|查实|证实|查证)")
_OR = "还是"
_THINKS = ("认为", "怀疑", "觉得")
_CLAUSE_ENDS = re.compile("[，,。；;：:\n]")
_WORTH_TOPIC = 2_000  # sentences, below which reading them is quicker than asking all texts for their topic
_WORTH_COLUMNS = 200  # below, the column engine takes longer to compile a pattern than ``re`` to look for it

SCHEMA = {
    "text": pl.Int64,
    "flag": pl.String,
    "value": pl.Boolean,
    "start": pl.Int64,
    "end": pl.Int64,
    "span": pl.String,
}
_HIT = {"kind": pl.Int8, "start": pl.Int64, "end": pl.Int64, "is_anchored": pl.Boolean}
_CONDITIONS = {
    "flag": pl.String,
    "text": pl.Int64,
    "has_anchor": pl.Boolean,
    "is_on_topic": pl.Boolean,
    "says_also": pl.Boolean,
    "is_ruled_out": pl.Boolean,
}


class _Kind(IntEnum):
    """What a hit says of the circumstance: of several in a text the first kind outweighs the others."""

    ACROSS = 0  # stated over more than one sentence
    STATED = 1
    RAISED = 2
    DENIED = 3
    UNDONE = 4  # what seems stated is denied by the clause around it


_VALUES = {
    _Kind.ACROSS: True,
    _Kind.STATED: True,
    _Kind.RAISED: None,
    _Kind.DENIED: False,
    _Kind.UNDONE: False,
}


def read_flags(texts: pl.Series) -> pl.DataFrame:
    """Return what the texts state of each circumstance: at most one row per text and flag.

    Parameters
    ----------
    texts : polars.Series of str
        Facts, the kind of violation, the decision or a remark.

    Returns
    -------
    polars.DataFrame
        ``text`` (position in ``texts``), ``flag``, ``value`` (True stated, False denied, None raised and left
        open), and the words that say so: ``start``, ``end``, ``span``.
    """
    table = load_circumstances()
    texts = texts.fill_null("")
    even = evened(texts)
    given = even.to_frame("told").with_columns(text=pl.int_range(pl.len()))
    once = given.unique("told", keep="first", maintain_order=True)
    pieces = _cut(once)
    named = _named(pieces["alike"].unique(), table)
    likely = _on_topic(named, pieces, once, table)
    hits = pl.concat([_within(pieces, likely, table), _across(once, pieces, named, table)])
    flags = _settled(hits, once, table)
    if once.height < given.height:
        same = given.join(once.rename({"text": "first"}), on="told").select("text", "first")
        flags = same.join(flags.rename({"text": "first"}), on="first").drop("first")
    return taken_back(flags, texts, even).sort("text", "flag")


def _cut(once: pl.DataFrame) -> pl.DataFrame:
    """Return the sentences of the texts: as they are told, with figures made alike, and where they begin."""
    long = pl.col("told").str.len_chars().cast(pl.Int64) + 1
    begins = long.cum_sum() - long
    return (
        once.select(
            "text",
            told=pl.col("told").str.split(_STOPS, literal=False),
            alike=alike(pl.col("told")).str.split(_STOPS, literal=False),
            text_begins=begins,
        )
        .explode("told", "alike")
        .select("text", "told", "alike", begins=begins - pl.col("text_begins"))
        .filter(pl.col("told") != "")
    )


def _named(sentences: pl.Series, table: Circumstances) -> pl.DataFrame:
    """Return each flag with the sentences that hold the words which its patterns need."""
    named = table.search.find(sentences)
    return named.select(flag="name", alike=sentences.gather(named["place"]))


def _on_topic(
    named: pl.DataFrame, pieces: pl.DataFrame, once: pl.DataFrame, table: Circumstances
) -> pl.DataFrame:
    """Leave out what common words name in texts on another topic: most of what is sold is no pirated copy."""
    often = named.group_by("flag").len().filter(pl.col("len") >= _WORTH_TOPIC)["flag"]
    for name in often:
        if (topic := table.flags[name].topic) is None:
            continue
        texts = once.filter(_holds(once["told"], topic))
        on_topic = pieces.join(texts, on="text", how="semi")
        kept = named.filter(pl.col("flag") == name).join(on_topic, on="alike", how="semi")
        named = pl.concat([named.filter(pl.col("flag") != name), kept])
    return named


def _within(pieces: pl.DataFrame, named: pl.DataFrame, table: Circumstances) -> pl.DataFrame:
    """Return what single sentences say, at its place in each text that holds the sentence."""
    apart = pl.col("flag").is_in([name for name, flag in table.flags.items() if flag.tells_figures_apart])
    exact = named.filter(apart).join(pieces.select("alike", "told"), on="alike").select("flag", "told")
    return pl.concat(
        pieces.join(_read(sentences.rename({how: "sentence"}), table), left_on=how, right_on="sentence")
        .with_columns(start=pl.col("begins") + pl.col("start"), end=pl.col("begins") + pl.col("end"))
        .select("text", "flag", *_HIT)
        for how, sentences in (("alike", named.filter(~apart)), ("told", exact.unique()))
    )


def _read(sentences: pl.DataFrame, table: Circumstances) -> pl.DataFrame:
    """Return what each sentence says of the flag that it may speak of."""
    found: list[tuple[object, ...]] = []
    for (name,), rows in sentences.partition_by("flag", as_dict=True).items():
        flag = table.flags[str(name)]
        if rows.height >= _WORTH_COLUMNS:
            rows = rows.filter(pl.col("sentence").str.contains(flag.loose))
        for sentence in rows["sentence"]:
            said = list(_said(sentence, flag, table))
            is_anchored = bool(said) and any(word in sentence for word in flag.anchors)
            found += [(name, sentence, *hit, is_anchored) for hit in said]
    return pl.DataFrame(found, schema={"flag": pl.String, "sentence": pl.String, **_HIT}, orient="row")


def _said(sentence: str, flag: Flag, table: Circumstances) -> Iterator[tuple[int, int, int]]:
    """Yield the kind and the place of the first hit of each kind that may decide."""
    whole = [line.span() for line in _LINE.finditer(sentence)] if "\n" in sentence else [(0, len(sentence))]
    lines = whole
    if flag.unless:
        excepted = flag.unless.full.search
        lines = [(first, last) for first, last in lines if not excepted(sentence, first, last)]
    denied = None
    for hit in _hits(flag.states, sentence, lines):
        clause = _before(sentence, hit)
        if table.asked_before.search(clause) and table.unanswered.search(sentence):
            yield _Kind.RAISED, hit.start(), hit.end()  # 尚未对其是否危害健康作出评估 denies nothing
        elif table.denied_before.search(clause) or table.denied_after.match(sentence, hit.end()):
            denied = denied or hit
        elif table.asked_before.search(clause):
            continue
        elif table.doubted_before.search(clause) and table.pending.search(sentence):
            yield _Kind.RAISED, hit.start(), hit.end()
        elif table.alleged_before.search(_held(sentence, hit)) and not _CONFIRMED.search(sentence, hit.end()):
            continue  # 群众举报称其销售假药: what was found is told afterwards
        else:
            yield _Kind.STATED, hit.start(), hit.end()
            if flag.unless_text is None:
                return
            break
    else:
        if denied:
            yield _Kind.UNDONE, denied.start(), denied.end()
    yield from _less_than_stated(sentence, flag, table, lines, whole)


def _less_than_stated(
    sentence: str,
    flag: Flag,
    table: Circumstances,
    lines: list[tuple[int, int]],
    whole: list[tuple[int, int]],
) -> Iterator[tuple[int, int, int]]:
    """Yield the first place where the flag is raised, and the first where it is denied, excepted or not."""
    denied = [next(_hits(flag.denies, sentence, whole), None)] if flag.denies else []
    if denied and (first := denied[0]) and table.whether.match(sentence, max(0, first.start() - 1)):
        yield _Kind.RAISED, first.start(), first.end()
        denied = []
    for hit in _hits(flag.raises, sentence, lines) if flag.raises else ():
        if not table.denied_before.search(_before(sentence, hit)):
            yield _Kind.RAISED, hit.start(), hit.end()
            break
        # 未发现掺入非食品原料: what is said not to be there is not raised.
        denied.append(hit)
    if places := [hit.span() for hit in denied if hit]:
        yield _Kind.DENIED, *min(places)


def _before(sentence: str, hit: re.Match[str]) -> str:
    """Return what stands before a hit in its clause; of 属于产品还是废物, which asks itself, that too."""
    begins = hit.start() + hit.group().rfind(_OR) + len(_OR) if _OR in hit.group() else hit.start()
    return _CLAUSE_ENDS.split(sentence[max(0, hit.start() - 40) : begins])[-1]


def _held(sentence: str, hit: re.Match[str]) -> str:
    """Return what stands before a hit in its clause, and before it who thinks so (农户称减产，认为是假药)."""
    *earlier, clause = _CLAUSE_ENDS.split(sentence[max(0, hit.start() - 60) : hit.start()])
    return earlier[-1] + clause if earlier and clause.startswith(_THINKS) else clause


def _hits(pattern: Pattern, sentence: str, lines: list[tuple[int, int]]) -> Iterator[re.Match[str]]:
    for first, last in lines:
        yield from pattern.full.finditer(sentence, first, last)


def _across(
    once: pl.DataFrame, pieces: pl.DataFrame, named: pl.DataFrame, table: Circumstances
) -> pl.DataFrame:
    """Return what is stated over more than one sentence, of texts that hold a word of the flag."""
    found: list[tuple[object, ...]] = []
    for name, flag in table.flags.items():
        if flag.across is None:
            continue
        sentences = named.filter(pl.col("flag") == name)
        holding = pieces.join(sentences, on="alike", how="semi").select("text").unique()
        texts = once.join(holding, on="text", how="semi")
        for at, told in texts.filter(_holds(texts["told"], flag.across)).select("text", "told").rows():
            hit = flag.across.full.search(told)
            assert hit is not None
            if not (flag.unless and flag.unless.full.search(hit.group())):
                found.append((at, name, _Kind.ACROSS, hit.start(), hit.end(), False))
    return pl.DataFrame(found, schema={"text": pl.Int64, "flag": pl.String, **_HIT}, orient="row")


def _holds(texts: pl.Series, pattern: Pattern) -> pl.Series:
    """Say of each text whether it holds the pattern."""
    search = pattern.full.search
    if len(texts) < _WORTH_COLUMNS:
        return pl.Series([bool(search(text)) for text in texts], dtype=pl.Boolean)
    may = texts.str.contains(pattern.loose)
    if pattern.is_whole:
        return may
    held = [likely and bool(search(text)) for text, likely in zip(texts, may, strict=True)]
    return pl.Series(held, dtype=pl.Boolean)


def _settled(hits: pl.DataFrame, once: pl.DataFrame, table: Circumstances) -> pl.DataFrame:
    """Return for each text and flag the hit that outweighs the others, and what follows from it."""
    kind = pl.col("kind")
    seems_stated = kind.is_in([_Kind.STATED, _Kind.UNDONE])
    # Half of what the law asks for is stated: a person must look.
    is_half = (kind == _Kind.STATED) & ~pl.col("says_also")
    return (
        hits.join(_conditions(hits, once, table), on=["flag", "text"], how="left")
        .filter(
            pl.col("has_anchor").fill_null(True),
            pl.col("is_on_topic").fill_null(True),
            ~(seems_stated & pl.col("is_ruled_out").fill_null(False)),
        )
        .sort("text", "flag", "kind", "start", "end")
        .unique(["text", "flag"], keep="first")
        .join(once, on="text")
        .select(
            "text",
            "flag",
            "start",
            "end",
            value=pl.when(is_half.fill_null(False)).then(None).otherwise(kind.replace_strict(_VALUES)),
            span=pl.col("told").str.slice(pl.col("start"), pl.col("end") - pl.col("start")),
        )
        .select(*SCHEMA)
    )


def _conditions(hits: pl.DataFrame, once: pl.DataFrame, table: Circumstances) -> pl.DataFrame:
    """Return what whole texts say of what a flag asks for; null where it asks for nothing."""
    asking = [name for name, flag in table.flags.items() if flag.topic or flag.also or flag.unless_text]
    pairs = hits.group_by("flag", "text").agg(pl.col("is_anchored").any())
    asked = pairs.filter(pl.col("flag").is_in(asking) | ~pl.col("is_anchored")).join(once, on="text")
    found = [pl.DataFrame(schema=_CONDITIONS)]
    for (name,), rows in asked.partition_by("flag", as_dict=True).items():
        flag, told = table.flags[str(name)], rows["told"]
        conditions = {"is_on_topic": flag.topic, "says_also": flag.also, "is_ruled_out": flag.unless_text}
        is_anchored = rows["is_anchored"]
        found.append(
            rows.select(
                "flag",
                "text",
                has_anchor=is_anchored if is_anchored.all() else told.str.contains_any(list(flag.anchors)),
                **{
                    column: _holds(told, pattern) if pattern else pl.lit(None, pl.Boolean)
                    for column, pattern in conditions.items()
                },
            )
        )
    return pl.concat(found)
