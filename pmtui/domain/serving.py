"""Which milestones and problems serve which goal, and which serve none: counts over columns, each kept on its table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from pmtui.domain.columns import both, neither
from pmtui.domain.discovery import linked_counts
from pmtui.domain.query_columns import open_mask

if TYPE_CHECKING:
    from pmtui.domain.change import Snapshot
    from pmtui.domain.query_columns import Environment

_FIELDS = {"milestone": "goals", "problem": "goal"}
"""The kinds that serve goals, and by which field."""


class Served(NamedTuple):
    """How much serves one goal.

    Attributes:
        milestones: Living milestones that name it.
        problems: Living problems whose solution serves it.
    """

    milestones: int = 0
    problems: int = 0


class ServedGoals:
    """How much serves each goal; put together when it is asked for."""

    __slots__ = ("_milestones", "_problems")

    def __init__(self, milestones: Mapping[str, int], problems: Mapping[str, int]) -> None:
        """From the counts by the id of the goal."""
        self._milestones, self._problems = milestones, problems

    def of(self, id: str) -> Served:
        """How much serves one goal."""
        return Served(self._milestones.get(id, 0), self._problems.get(id, 0))


def served_goals(snapshot: Snapshot) -> ServedGoals:
    """How much serves each goal."""
    return ServedGoals(*(linked_counts(snapshot.table(kind), field) for kind, field in _FIELDS.items()))


def serving_none(snapshot: Snapshot, environment: Environment) -> Served:
    """How many open milestones and problems serve no goal; `goal:none` lists them on their screens."""
    counts = []
    for kind, field in _FIELDS.items():
        table = snapshot.table(kind)
        unserved = both(table.living(), neither(table.column(field).where(bool)))
        counts.append(both(open_mask(table, environment), unserved).count(1))
    return Served(*counts)
