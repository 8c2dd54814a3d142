"""What a team got done: items and points by week. From columns, counted once for a table and a day."""

from __future__ import annotations

from datetime import date
from itertools import compress
from typing import NamedTuple

from pmtui.domain.columns import both
from pmtui.domain.periods import day_of
from pmtui.domain.table import Table

WEEK = 7
"""Days of a week of history; such weeks end today, whatever weekday that is."""


class Throughput(NamedTuple):
    """What was done in each of the last weeks.

    Attributes:
        items: So many items, the earliest week first; weeks in which nothing was done are 0.
        points: The sum of their estimates; items without one add nothing.
    """

    items: tuple[int, ...]
    points: tuple[float, ...]

    @property
    def weeks(self) -> int:
        """How many weeks of history there are."""
        return len(self.items)

    @property
    def mean(self) -> float:
        """Items a week, on average; 0 without history."""
        return sum(self.items) / len(self.items) if self.items else 0.0


def throughput(items: Table, today: date) -> Throughput:
    """What was done in whole seven-day weeks ending today, since the first `done_at`, weeks with nothing included.

    The days before the earliest whole week do not count. What is done and was deleted counts no more. An instant counts
    on its day in UTC; where that is tomorrow already, it counts today.
    """
    known: tuple[date, Throughput] | None = items.kept.get("throughput")
    if known is not None and known[0] == today:
        return known[1]
    positions = _done(items)
    done_at, estimate = items.column("done_at"), items.column("estimate")
    ages = []
    for at in positions:
        day = day_of(done_at[at])
        age = (today - day).days if day is not None else None
        if age is not None and age >= -1:
            size = estimate[at]
            ages.append((max(0, age), size if isinstance(size, int | float) and not isinstance(size, bool) else 0))
    weeks = (max(age for age, _ in ages) + 1) // WEEK if ages else 0
    counts, points = [0] * weeks, [0.0] * weeks
    for age, size in ages:
        week = weeks - 1 - age // WEEK
        if week >= 0:
            counts[week] += 1
            points[week] += size
    found = Throughput(tuple(counts), tuple(points))
    items.kept["throughput"] = (today, found)
    return found


def _done(items: Table) -> list[int]:
    """The positions of the living items that are done and say when."""
    made = frozenset(items.kind.alike("done"))
    mask = both(both(items.living(), items.column("status").where(lambda value: value in made)), items.column("done_at").filled())
    return list(compress(range(len(items)), mask))
