"""How fast a milestone moves: its part of what the team gets done in a week, and how long its items take. Pure."""

from __future__ import annotations

from datetime import date
from statistics import median
from typing import TYPE_CHECKING, Final, NamedTuple

from pmtui.domain.periods import day_of
from pmtui.domain.roadmap import items_of
from pmtui.domain.throughput import WEEK, throughput

if TYPE_CHECKING:
    from pmtui.domain.table import Table

WEEKS: Final = 4
"""So many of the last weeks count: long enough for a quiet one, short enough for what is so by now."""
_FEWEST = 3
"""Of fewer items nobody can say how long one takes."""


class Pace(NamedTuple):
    """How fast a milestone moves.

    Attributes:
        own: Its items that were done in a week, on average of the last ones.
        team: All items that were.
        weeks: So many whole weeks were looked at.
        cycle: Within so many days half of its items were done that say when they were started, both days included; None for too few.
    """

    own: float
    team: float
    weeks: int
    cycle: float | None


def pace_of(items: Table, milestone: str, today: date) -> Pace | None:
    """The pace of a milestone in the last weeks; None where there is no whole week of history."""
    team = throughput(items, today).items[-WEEKS:]
    if not team:
        return None
    made = frozenset(items.kind.alike("done"))
    status, started, done_at = (items.column(name) for name in ("status", "started_at", "done_at"))
    own, days = 0, []
    for at in items_of(items, milestone):
        end = day_of(done_at[at]) if status[at] in made else None
        if end is None:
            continue
        own += -1 <= (today - end).days < len(team) * WEEK
        begin = day_of(started[at])
        if begin is not None and begin <= end:
            days.append((end - begin).days + 1)
    return Pace(own / len(team), sum(team) / len(team), len(team), median(days) if len(days) >= _FEWEST else None)
