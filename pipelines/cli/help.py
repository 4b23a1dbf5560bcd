"""The frame of every page of help in Chinese: the library writes it in English."""

from __future__ import annotations

import re
from collections.abc import Sequence

from typer._click.formatting import HelpFormatter
from typer.core import TyperCommand

_HEADINGS = {"Arguments": "参数", "Options": "选项", "Commands": "命令"}
_USAGE = (
    (r"\[OPTIONS\]", "[选项]"),
    (r"COMMAND \[ARGS\]", "命令 [参数]"),
    (r"\{(\w+)\}", r"\1"),
    (r"\.\.\.", "…"),
)
# In the column of names: a kind of value that its name or its help tells anyway.
_KINDS = ((r" <(?:str|list\[\w+\])>$", ""), (r"<int(?: range)?>$", "N"))
_HELP = "Show this message and exit."
# What the library adds in brackets behind the help of an option.
_ADDED = (
    (r"^required$", "必填"),
    (r"^default: (.+)$", r"默认 \1"),
    (r"^env var: (\S+)$", r"环境变量 \1"),
    (r"^x>=(\d+)$", r"不小于 \1"),
    (r"^x<=(\d+)$", r"不大于 \1"),
    (r"^(\d+)<=x<=(\d+)$", r"\1 至 \2"),
)


class ChineseHelp(HelpFormatter):
    """Writes pages of help; what it has no Chinese for stays as the library says it."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write how the command is called."""
        super().write_usage(prog, _replaced(args, _USAGE), prefix or "用法：")

    def write_heading(self, heading: str) -> None:
        """Write the heading of a list."""
        self.write(f"{'':>{self.current_indent}}{_HEADINGS.get(heading, heading)}：\n")

    def write_dl(self, rows: Sequence[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write a list of names and what each of them means."""
        rows = [(_replaced(name, _KINDS), _meaning(told)) for name, told in rows]
        super().write_dl(rows, col_max, col_spacing)


def speak_chinese() -> None:
    """Let every command write its help so: the library itself makes their contexts, all of one class."""
    TyperCommand.context_class.formatter_class = ChineseHelp


def _replaced(text: str, meanings: tuple[tuple[str, str], ...]) -> str:
    for said, meaning in meanings:
        text = re.sub(said, meaning, text)
    return text


def _meaning(told: str) -> str:
    if told == _HELP:
        return "显示本页后退出"
    if not (behind := re.fullmatch(r"(.*?)  \[([^\]]+)\]", told, re.DOTALL)):
        return told
    return f"{behind[1]}（{'；'.join(_replaced(part, _ADDED) for part in behind[2].split('; '))}）"
