"""What the last step of a run asks: did any check fail."""

from __future__ import annotations

from collections.abc import Iterable

from checks.rule import RuleResult, SuiteResult

_ORDER = {"error": 0, "warning": 1}


def failed(results: Iterable[SuiteResult]) -> list[RuleResult]:
    """Return every rule that does not hold, errors first, the most widespread first."""
    found = [rule for suite in results for rule in suite.failed]
    return sorted(
        found, key=lambda rule: (_ORDER[rule.severity], -rule.unexpected_share, rule.table, rule.rule_id)
    )


def blocking(results: Iterable[SuiteResult]) -> list[RuleResult]:
    """Return the failed rules after which nothing further may run."""
    return [rule for rule in failed(results) if rule.severity == "error" and rule.is_blocking]


def summary_zh(results: Iterable[SuiteResult]) -> str:
    """Return one line for a log or a slip."""
    suites = list(results)
    bad = failed(suites)
    errors = sum(rule.severity == "error" for rule in bad)
    checked = sum(len(suite.results) for suite in suites)
    if not bad:
        return f"{checked} 条规则全部通过"
    return f"{checked} 条规则，{errors} 条错误，{len(bad) - errors} 条提示"
