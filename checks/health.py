"""What the last step of a run asks: did any check fail."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from checks.rule import RuleResult, SuiteResult

_ORDER = {"error": 0, "warning": 1}


def failed(results: Iterable[SuiteResult]) -> list[RuleResult]:
    """Return every rule that does not hold, errors first, the most widespread first."""
    found = [rule for suite in results for rule in suite.failed]
    return sorted(
        found, key=lambda rule: (_ORDER[rule.severity], -rule.unexpected_share, rule.table, rule.rule_id)
    )


def in_words(results: Sequence[SuiteResult]) -> list[str]:
    """Return the rules that do not hold in words: the table as people call it, its name, what must hold."""
    titles = {suite.table: suite.title_zh for suite in results}
    return [f"{titles[rule.table]}（{rule.table}）：{rule.description_zh}" for rule in failed(results)]


def blocking(results: Iterable[SuiteResult]) -> list[RuleResult]:
    """Return the failed rules after which nothing further may run."""
    return [rule for rule in failed(results) if rule.severity == "error" and rule.is_blocking]
