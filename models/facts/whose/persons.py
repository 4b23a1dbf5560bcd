"""Texts of crimes with one sign for the accused and one for everybody else, and two for who acts."""

from __future__ import annotations

import numpy as np
import polars as pl

from models.facts.words.lexicon import Bools, Ints
from models.facts.words.said import Said

ACCUSED, OTHER, ACCUSED_ACTS, OTHER_ACTS = "\x04", "\x05", "\x06", "\x07"
ALL = f"{ACCUSED}{OTHER}{ACCUSED_ACTS}{OTHER_ACTS}"
_MOST_NAMES = 4
_PERSON = r"\p{Han}\d?[某XＸ×]{1,2}[甲乙丙丁戊己\d]{0,2}"
# 在某商场, 担任某驾校教练: no person
_SOME_PLACE = "(在|系|到|至|担任|中标|位于|前往|来到|进入|入职|加入|成立|经营)某"
_TITLE = "被告人|上诉人|嫌疑人"
_NAMED = rf"(?:{_TITLE}){_PERSON}(?:（[^）]{{0,30}}）)?(?:[、和与](?:{_TITLE})?{_PERSON})*"
_FULL = (
    rf"(?:{_TITLE})(\p{{Han}}{{2,3}}?)"
    "(?:伙同|在|于|，|、|（|以|将|与|利用|来到|窜|驾|携|谎|虚构|采|先后|到|从|因|趁|和|明知|通过|系|对|为|盗|骗)"
)
_NO_NAME = "[某X均又再及甲乙丙丁]|实施|供述|亲属|家属|随即|当庭|犯罪|二人|等人|处|身份"
_OFTEN = 3  # times a full name stands in its text
_DECEIT = "诈|骗|勒索|谎称|虚构"
# A person after one of these does not act.
_NO_SUBJECT = "给到至向让将把被对与和要叫催骗借收从找取得走户持用趁帮助付还欠过"


_SUBJECT = (
    r"(?:当事人|违法行为人|行为人|被处罚人|被处罚单位|经营者|店主)(?:[是为系：:（(]|姓名)?[^，。；0-9与和同从向将给对由让雇被把及、]{0,3}?"
    r"(\p{Han}某[甲乙丙丁某]?)"
)
_NAMES_PARTY = "当事人|[你该][单公店厂]|本店|违法行为人|行为人|被处罚"
_PERSON_NAMED = r"(\p{Han}某[甲乙丙丁某]?)"


def party_names(texts: pl.Series) -> pl.Series:
    """Return the name of the party of each text: 当事人王某, else, if no party is spoken of, the first.

    Where the text calls the party something else, and names it nowhere, every name is another's: "".
    """
    first = (
        pl.when(pl.col("text").str.contains(_NAMES_PARTY))
        .then(pl.lit(""))
        .otherwise(pl.col("text").str.extract(_PERSON_NAMED))
    )
    told = pl.col("text").str.extract(_SUBJECT)
    named = pl.DataFrame({"text": texts}).select(name=pl.coalesce(told, first).fill_null(""))
    return named["name"]


def of_bribery(said: Said) -> Bools:
    """Say which tokens belong to texts of bribes: 收受 alone is none in a text of deceit."""
    found = said.in_text(said.around.sign("bribery"))
    texts = np.unique(said.tokens.text[found])
    if not len(texts):
        return found
    told = said.tokens.texts.gather(pl.Series(texts))
    deceit = told.str.contains(_DECEIT) & ~told.str.contains("贿|谋取利益|谋利")
    return found & ~np.isin(said.tokens.text, texts[deceit.to_numpy()])


def _names(texts: pl.Series) -> pl.Series:
    """Return the names of the accused of each text: 张某, or one that is told in full and used again."""
    short = texts.str.extract_all(_NAMED).list.join("").str.extract_all(_PERSON)
    told = pl.DataFrame({"text": texts, "short": short, "full": texts.str.extract(_FULL)})
    is_name = pl.col("text").str.count_matches(pl.col("full"), literal=True) >= _OFTEN
    is_name &= ~pl.col("full").str.contains(_NO_NAME)
    full = pl.when(is_name).then("full").cast(pl.String)
    names = pl.concat_list("short", full).list.drop_nulls().list.unique(maintain_order=True)
    return told.select(names=names)["names"]


def with_persons(said: Said, rows: Ints) -> tuple[pl.Series, pl.Series]:
    """Return what stands before the amounts, from the sentence before theirs, and after them.

    Persons stand as signs, one for the accused and one for everybody else, and two more for who acts.
    """
    around, at, tokens = said.around, said.at[rows], said.tokens
    which, place = np.unique(tokens.text[at], return_inverse=True)
    texts = tokens.texts.gather(pl.Series(which)).str.replace_all(_SOME_PLACE, "${1}○")
    names = _names(texts)
    first = around.sentence[at]
    earlier = around.sentence[np.maximum(first - 1, 0)]
    first = np.where(tokens.text[earlier] == tokens.text[at], earlier, first)
    frame = pl.DataFrame(
        {
            "before": tokens.since(at, first),
            "after": tokens.follow(at, 4),
            "names": names.gather(pl.Series(place)),
        }
    )
    for which_name in range(_MOST_NAMES):
        name = pl.col("names").list.get(which_name, null_on_oob=True).fill_null(ACCUSED)
        frame = frame.with_columns(
            pl.col(side).str.split(name).list.join(ACCUSED) for side in ("before", "after")
        )
    frame = frame.with_columns(
        pl.col(side)
        .str.replace_all("支付宝", "宝", literal=True)  # no act of paying
        .str.replace_all(_SOME_PLACE, "${1}○")
        .str.replace_all(rf"{ACCUSED}[\d甲乙丙丁某]|被害人(?:{_PERSON})?|{_PERSON}", OTHER)
        .str.replace_all(rf"(?:{_TITLE}){ACCUSED}?", ACCUSED)
        for side in ("before", "after")
    )
    before = frame["before"]
    for person, acts in ((ACCUSED, ACCUSED_ACTS), (OTHER, OTHER_ACTS)):
        begins = rf"(^|[，。；：、\n])([^，。；：{ALL}{_NO_SUBJECT}]{{0,14}}){person}"
        before = before.str.replace_all(begins, f"${{1}}${{2}}{acts}")
    return before, frame["after"]
