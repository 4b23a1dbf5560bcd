"""Errors that say what happened, where, what was found and expected, and what to do."""

from __future__ import annotations


class XianjieError(Exception):
    """One-line error for people: what · where · found vs expected · what to do.

    Parameters
    ----------
    what : str
        What went wrong, in a few words.
    where : str
        File, sheet, row, key or table.
    found, expected : str, optional
        What stood there, and what is allowed.
    action : str, optional
        What the reader should do next.
    """

    def __init__(
        self, what: str, *, where: str = "", found: str = "", expected: str = "", action: str = ""
    ) -> None:
        self.what, self.where, self.found, self.expected, self.action = what, where, found, expected, action
        parts = [what, where]
        if found or expected:
            parts.append(
                "；".join(
                    p
                    for p in (f"实际：{found}" if found else "", f"应为：{expected}" if expected else "")
                    if p
                )
            )
        parts.append(action)
        super().__init__(" · ".join(p for p in parts if p))


class ContractError(XianjieError):
    """A feed contract, source mapping or configuration file is wrong: correct the YAML."""


class FileRefused(XianjieError):
    """A delivered file cannot be read as a whole: send it again."""


class RulebookError(XianjieError):
    """A rule file is wrong: correct the YAML."""


class PoolBusy(XianjieError):
    """Another process holds the writer gate: wait, or stop that process."""


class CheckFailed(XianjieError):
    """An invariant of our own code does not hold: nothing was written."""
