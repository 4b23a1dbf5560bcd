"""All kinds of conduct that can be a crime, by code."""

from __future__ import annotations

from pipelines.demo.conducts_goods import COUNTERFEIT, FAKE, FAKE_MARK_GOODS, LABELS, TOXIC
from pipelines.demo.conducts_public import (
    BIDDING,
    EVASION,
    FAKE_TOBACCO,
    INVOICES,
    PRACTICE,
    UNLICENSED_TOBACCO,
    WASTE,
)

CONDUCTS = {
    conduct.code: conduct
    for conduct in (
        FAKE,
        FAKE_TOBACCO,
        TOXIC,
        COUNTERFEIT,
        FAKE_MARK_GOODS,
        LABELS,
        EVASION,
        INVOICES,
        UNLICENSED_TOBACCO,
        WASTE,
        PRACTICE,
        BIDDING,
    )
}
WEIGHTS = (
    ("214", 0.27),
    ("140", 0.16),
    ("144", 0.03),
    ("213", 0.08),
    ("215", 0.04),
    ("225-tobacco", 0.12),
    ("140-tobacco", 0.06),
    ("201", 0.07),
    ("205", 0.05),
    ("338", 0.06),
    ("336", 0.04),
    ("223", 0.02),
)
BELOW_WEIGHTS = tuple((code, weight) for code, weight in WEIGHTS if code != "144")
