"""Which figures matter in which stage of a product's life, and which of them it has. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.domain.lifecycle import measures_of
from pmtui.domain.lifecycle_stages import DECLINE, GROWTH, INTRODUCTION, MATURITY, RETIRED

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.records import Record

STAGE_METRICS: Final[Mapping[str, tuple[tuple[str, tuple[str, ...]], ...]]] = {
    INTRODUCTION: (
        ("adoption", ("adopt", "sign-up", "signup", "trial", "new ", "first customers", "companies", "customers with", "installs")),
        ("activation", ("activat", "onboard", "first ", "time to value", "set up", "setup", "engagement", "connected")),
    ),
    GROWTH: (
        ("acquisition", ("acqui", "new ", "lead", "sign-up", "signup", "visitor", "conversion", "click", "trial")),
        ("growth", ("growth", "revenue", "mrr", "arr", "active", "users", "customers", "subscri", "companies", "orders", "recovered")),
    ),
    MATURITY: (
        ("retention", ("retention", "retain", "churn", "renew", "repeat", "recovered", "stay")),
        ("share", ("share", "market", "win rate")),
        ("margin", ("margin", "profit", "cost", "ltv", "lifetime", "contribution")),
    ),
    DECLINE: (
        ("cost to keep", ("cost", "ticket", "support", "hours", "maintenance", "incident", "infrastructure")),
        ("dependants", ("depend", "remaining", "left", "active", "migrat", "still")),
    ),
    RETIRED: (("migrated", ("migrat", "moved", "remaining", "left")),),
}
"""What tells how it goes in each stage, with the words in names of KPIs by which it is known.

Sources: Levitt (1965) for what each stage is about; Dave McClure, "Startup Metrics for Pirates" (2007) and Alistair Croll and Benjamin
Yoskovitz, "Lean Analytics" (2013) for the figures.
"""


class StageMetric(NamedTuple):
    """A figure that matters in a stage.

    Attributes:
        name: What it is.
        kpis: The names of the KPIs that tell it; none where it is lacking.
    """

    name: str
    kpis: tuple[str, ...]


def stage_metrics(snapshot: Snapshot, product: Record, today: str) -> list[StageMetric]:
    """The figures that matter in a product's stage, with its KPIs that tell them."""
    measures = measures_of(snapshot, product, today)
    if product.stage in (INTRODUCTION, GROWTH):  # what shall fall tells of cost, not of use
        measures = [one for one in measures if one.rises]
    names = list(dict.fromkeys(one.name for one in measures))
    return [
        StageMetric(metric, tuple(name for name in names if any(word in f" {name.casefold()} " for word in words)))
        for metric, words in STAGE_METRICS.get(product.stage, ())
    ]
