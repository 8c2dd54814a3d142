"""MoSCoW counted on effort: how much of a milestone's work is Must, for what is all Must has no slack."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.domain.columns import Column, Mask, both, neither
from pmtui.domain.scoring import number_in, plain_number

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.table import Table

MUST_LIMIT = 60
"""Percent of the effort that Must should not exceed; Could is then about 20 %. Source: DSDM, "MoSCoW Prioritisation"."""
WORDS = ("must", "should", "could")
"""The classes that count as work; `wont` is agreed to stay out."""


class MoscowCheck(NamedTuple):
    """The effort of one milestone by class. Items that will not be done, are dropped or deleted do not count.

    Attributes:
        points: Points by class; under an empty name those of items without a class.
        unestimated: Items that would count but have no estimate.
    """

    points: Mapping[str, float]
    unestimated: int = 0

    @property
    def total(self) -> float:
        """All points that count, those of items without a class too."""
        return sum(self.points.values())

    def share(self, word: str) -> float | None:
        """Percent of the effort in a class, 0 to 100; None where nothing is estimated."""
        return plain_number(100 * self.points.get(word, 0) / self.total) if self.total > 0 else None

    @property
    def is_over(self) -> bool:
        """Whether Must exceeds `MUST_LIMIT`."""
        return (self.share("must") or 0) > MUST_LIMIT


NOTHING_CHECKED = MoscowCheck({})


def moscow_checks(items: Table) -> Mapping[str, MoscowCheck]:
    """The check of every milestone that has items with a MoSCoW class, by its id; counted once for a table."""
    found: dict[str, MoscowCheck] | None = items.kept.get("moscow")
    if found is None:
        found = items.kept["moscow"] = _counted(items)
    return found


def is_counted(items: Table) -> bool:
    """Whether `moscow_checks` answers at once."""
    return "moscow" in items.kept


def must_share_column(table: Table, environment: Environment) -> Column:
    """Of each milestone, the percent of its effort that is Must; blank without classes or estimates, and for other kinds."""
    if table.kind.name != "milestone" or environment.snapshot is None:
        return Column([None], bytes(len(table)))
    checks = moscow_checks(environment.snapshot.table("item"))
    return Column([checks.get(id, NOTHING_CHECKED).share("must") for id in table.column("id").rows()])


def _counted(items: Table) -> dict[str, MoscowCheck]:
    milestone, moscow = items.column("milestone"), items.column("moscow")
    used = moscow.where(lambda one: one in WORDS)
    if 1 not in used:
        return {}
    dropped = items.kind.alike("dropped")
    mask = both(both(items.living(), neither(moscow.where(lambda one: one == "wont"))), milestone.where(lambda one: isinstance(one, str)))
    mask = both(mask, items.column("status").where(lambda one: one not in dropped))
    points: dict[str, dict[str, float]] = {}
    unestimated: Counter[str] = Counter()
    for (id, word, estimate), count in Counter(zip(*_rows(items, mask), strict=True)).items():
        size = number_in({"estimate": estimate}, "estimate")
        if size is None:
            unestimated[id] += count
        else:
            row = points.setdefault(id, {})
            row[word] = row.get(word, 0) + size * count
    classed = set(compress(milestone.rows(), both(mask, used)))
    return {id: MoscowCheck(points.get(id, {}), unestimated[id]) for id in classed}


def _rows(items: Table, mask: Mask) -> Iterable[Iterable[Any]]:
    """Milestone, class and estimate of the items in a mask; what cannot be counted as None, no class as an empty name."""
    milestones, words, estimates = (compress(items.column(name).rows(), mask) for name in ("milestone", "moscow", "estimate"))
    return (
        milestones, (word if word in WORDS else "" for word in words),
        (one if isinstance(one, int | float) else None for one in estimates),
    )
