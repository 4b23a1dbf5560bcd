"""Writes a draft: the template of its kind, the facts known, blanks for the rest."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import yaml
from pydantic import Field, ValidationError, model_validator

from models.rulebook.clocks import UNIT_ZH, load_clocks
from models.rulebook.grammar import Closed
from pipelines.outputs.drafts.facts import facts_of
from pipelines.outputs.explain import find
from pipelines.outputs.official import Official
from warehouse.errors import XianjieError
from warehouse.yaml_text import parse as parse_yaml

KINDS_FILE = Path(__file__).with_name("kinds.yaml")
DRAFT = "草稿：由系统依据数据生成，供办案人员审核修改，未经审批不具有法律效力。黄色部分须人工填写。"
_PLACE = re.compile(r"\{(?P<term>term:)?(?P<name>[a-z_]+)\}")


class Paragraph(Closed):
    """A heading, or a text that is left out where what it needs is not known."""

    text: str | None = None
    heading: str | None = None
    needs: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _one_of_both(self) -> Paragraph:
        if (self.text is None) == (self.heading is None):
            raise ValueError("a paragraph is a text or a heading")
        return self


class Kind(Closed):
    """The template of one kind of document."""

    title: str
    to: str
    suits: tuple[str, ...] = ()
    paragraphs: tuple[Paragraph, ...] = Field(min_length=1)
    enclosures: tuple[str, ...] = ()


class _File(Closed):
    facts: dict[str, str]
    kinds: dict[str, Kind]


def load_kinds(path: Path | None = None) -> tuple[dict[str, Kind], dict[str, str]]:
    """Read the templates, and what each fact is called where it is blank.

    Raises
    ------
    XianjieError
        If the file is wrong, or a template names a fact or deadline that does not exist.
    """
    file = path or KINDS_FILE
    try:
        told = _File.model_validate(parse_yaml(file.read_text("utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise XianjieError("文书模板有误", where=file.name, found=str(error)) from error
    clocks = load_clocks()
    for name, kind in told.kinds.items():
        texts = [kind.title, *(p.text or p.heading or "" for p in kind.paragraphs)]
        for place in (match for text in texts for match in _PLACE.finditer(text)):
            known: Mapping[str, object] = clocks if place["term"] else told.facts
            if place["name"] not in known:
                raise XianjieError("文书模板引用了不存在的项目", where=f"{file.name}: {name}", found=place[0])
    return told.kinds, told.facts


def draft(con: duckdb.DuckDBPyConnection, kind: str, prefix: str, out: Path) -> list[str]:
    """Write the draft of one kind for one finding.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool after a run.
    kind : str
        A kind of ``kinds.yaml``.
    prefix : str
        The finding's id, or enough of its beginning.
    out : Path
        The DOCX to write.

    Returns
    -------
    list of str
        What is left blank.

    Raises
    ------
    XianjieError
        If there is no such kind or finding, or the file is called as if it were of another format.
    """
    if out.suffix.lower() != ".docx":
        raise XianjieError(
            "草稿只能写成 DOCX", where=str(out), found=out.suffix or "没有扩展名", expected=".docx"
        )
    kinds, names = load_kinds()
    # Enough of the name: 移送建议 for 移送建议函.
    begun = [name for name in kinds if name.startswith(kind)] if kind else []
    kind = begun[0] if len(begun) == 1 else kind
    if kind not in kinds:
        raise XianjieError("没有这种文书草稿", where=kind, expected="、".join(kinds))
    finding = find(con, prefix)
    template = kinds[kind]
    (as_of,) = con.execute("SELECT max(as_of) FROM known.run").fetchall()[0]
    facts = facts_of(con, finding)
    writer = _Filler(facts, names, as_of)
    paper = Official(writer.fill(template.title), draft=DRAFT)
    paper.text(f"{writer.fill('{' + template.to + '}')}：", indent=False)
    for paragraph in template.paragraphs:
        if paragraph.needs and not any(name in facts for name in paragraph.needs):
            continue
        if paragraph.heading:
            paper.heading(paragraph.heading)
        else:
            paper.text(writer.fill(paragraph.text or ""))
    for place, enclosure in enumerate(template.enclosures, 1):
        paper.text(f"附件{place}：{enclosure}")
    paper.text("", indent=False)
    paper.text(writer.fill("{issuer}"), right=True)
    paper.text("【制发日期】", right=True)
    paper.note(f"依据：线索 {finding['finding_id']}（{finding['subject_no']}），数据截至 {as_of}。")
    paper.save(out)
    return writer.blanks


def usual_kinds(con: duckdb.DuckDBPyConnection, prefix: str) -> list[str]:
    """Return the kinds of document that usually follow a finding of this model; any other is written too.

    Parameters
    ----------
    con : duckdb.DuckDBPyConnection
        A connection to the pool after a run.
    prefix : str
        The finding's id, or enough of its beginning.
    """
    model = str(find(con, prefix)["model"])
    return [name for name, kind in load_kinds()[0].items() if model.partition("_")[0] in kind.suits]


class _Filler:
    """Fills places from facts and deadlines, and remembers what stayed blank."""

    def __init__(self, facts: Mapping[str, str], names: Mapping[str, str], day: date) -> None:
        self._facts, self._names, self._day = facts, names, day
        self.blanks: list[str] = []

    def fill(self, text: str) -> str:
        """Return the text with every place filled, or a blank that names what is missing."""
        for blank in re.findall(r"【([^】]+)】", text):
            self._leave(blank)
        return _PLACE.sub(self._one, text)

    def _one(self, place: re.Match[str]) -> str:
        if place["term"]:
            term: Any = load_clocks()[place["name"]].term_on(self._day)
            if term is not None and term.amount is not None:
                return f"{term.amount}{UNIT_ZH[term.unit]}"
            return self._leave("期限")
        return self._facts.get(place["name"]) or self._leave(self._names[place["name"]])

    def _leave(self, name: str) -> str:
        if name not in self.blanks:
            self.blanks.append(name)
        return f"【{name}】"
