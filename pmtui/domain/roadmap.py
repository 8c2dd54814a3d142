"""What a roadmap shows of each milestone: when, how far, what it waits for. From columns, so quick for many items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import compress
from typing import Any, NamedTuple

from pmtui.domain.columns import Column, Mask, both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.periods import Period, day_of, target_period
from pmtui.domain.table import Table

_DROPPED = "dropped"
_CLOSED_ITEMS = SCHEMA["item"].closed
_CLOSED = SCHEMA["milestone"].closed
_MADE = ("done",)
"""The statuses of an item that count as progress."""


class Progress(NamedTuple):
    """How much of the work for a milestone is done; dropped and deleted items do not count.

    Attributes:
        done: Items that are done.
        total: All items.
        done_points: The sum of the estimates of those that are done.
        points: The sum of all estimates; items without one add nothing.
    """

    done: int
    total: int
    done_points: float
    points: float

    @property
    def share(self) -> float | None:
        """What part of the items is done, 0 to 1; None where there are none."""
        return self.done / self.total if self.total else None


NO_ITEMS = Progress(0, 0, 0, 0)


class When(NamedTuple):
    """When a milestone is planned.

    Attributes:
        start: Its first day, or None.
        target: The whole period in which it is meant to ship, at its own resolution; or None.
    """

    start: date | None
    target: Period | None

    @property
    def first(self) -> date | None:
        """The first day of all: the start, else, or where that lies behind the target, the first day of the target period."""
        if self.target is None or (self.start is not None and self.start <= self.target.last):
            return self.start
        return self.target.first

    @property
    def last(self) -> date | None:
        """The last day of all: that of the target period, else the start; None without dates."""
        return self.start if self.target is None else self.target.last


@lru_cache(8192)
def when_of(start: object, target: object, resolution: object) -> When:
    """When a milestone is planned, from its fields as stored; what is no date counts as blank."""
    return When(day_of(start), target_period(target, resolution))


def planned(milestones: Table, at: int) -> When:
    """When the milestone at a position is planned."""
    return when_of(milestones.column("start")[at], milestones.column("target")[at], milestones.column("resolution")[at])


def days_late(when: When, status: str, today: date) -> int:
    """The days since the end of the target period of a milestone that has neither shipped nor been cancelled; else 0."""
    if status in _CLOSED or when.target is None:
        return 0
    return max(0, (today - when.target.last).days)


def progress_by_milestone(items: Table) -> Mapping[str, Progress]:
    """The progress of every milestone that has items, by id; counted once for a table, in one pass."""
    found: dict[str, Progress] | None = items.__dict__.get("_progress")
    if found is None:
        found = items.__dict__["_progress"] = _counted(items)
    return found


def _counted(items: Table) -> dict[str, Progress]:
    milestone, status, estimate = columns = [items.column(name) for name in ("milestone", "status", "estimate")]
    living = items.living()
    mask = None if living == b"\1" * len(living) else living
    sums: dict[str, list[float]] = {}
    for (one, state, size), count in Counter(zip(*(_keys(column, mask) for column in columns), strict=True)).items():
        id, word = _value(milestone, one), _value(status, state)
        if not isinstance(id, str) or not id or word == _DROPPED:
            continue
        points = _value(estimate, size)
        points = points * count if isinstance(points, int | float) else 0
        row = sums.setdefault(id, [0, 0, 0, 0])
        row[1] += count
        row[3] += points
        if word in _MADE:
            row[0] += count
            row[2] += points
    return {id: Progress(int(done), int(total), made, points) for id, (done, total, made, points) in sums.items()}


def _keys(column: Column, mask: Mask | None) -> Iterable[Any]:
    """The codes of a column where the mask is 1, or its values where it has none; what cannot be counted as None."""
    keys: Iterable[Any] = column.codes if column.codes is not None else [
        value if isinstance(value, str | int | float) else None for value in column.values
    ]
    return keys if mask is None else compress(keys, mask)


def _value(column: Column, key: Any) -> Any:
    return key if column.codes is None else column.values[key]


def items_of(items: Table, milestone: str) -> Sequence[int]:
    """The positions of a milestone's items: those that ask for work first, each part by rank; without dropped and deleted."""
    known: dict[str, Sequence[int]] = items.__dict__.setdefault("_items_of", {})
    if milestone not in known:
        status = items.column("status")
        mask = both(items.column("milestone").where(lambda value: value == milestone), items.living())
        mask = both(mask, status.where(lambda value: value != _DROPPED))
        order = items.in_order()
        found = list(compress(order, mask if isinstance(order, range) else map(mask.__getitem__, order)))
        known[milestone] = sorted(found, key=lambda at: status[at] in _CLOSED_ITEMS)
    return known[milestone]


class Clash(NamedTuple):
    """A milestone that begins before one that must come first has ended.

    Attributes:
        first: The id of the one that must come first.
        days: So many days too early.
    """

    first: str
    days: int


def needed_by(milestones: Table, id: str) -> list[str]:
    """The ids of the living milestones that wait for a milestone, in their order."""
    needed = milestones.column("depends_on")
    mask = both(needed.where(lambda ids: id in (ids or ())), milestones.living())
    return [milestones.id(at) for at in milestones.in_order() if mask[at]] if any(mask) else []


def clashes(milestones: Table) -> Mapping[str, Clash]:
    """The open milestones that begin before the end of one that they wait for, by id; the worst clash of each.

    Milestones that have shipped or been cancelled, and deleted ones, stand in nobody's way.
    """
    found: dict[str, Clash] | None = milestones.__dict__.get("_clashes")
    if found is None:
        needed = milestones.column("depends_on")
        waiting = both(needed.where(bool), _open(milestones))
        found = {}
        for at in compress(range(len(milestones)), waiting):
            clash = clash_of(milestones, at, lambda other: planned(milestones, other))
            if clash is not None:
                found[milestones.id(at)] = clash
        milestones.__dict__["_clashes"] = found
    return found


def clash_of(milestones: Table, at: int, when: Callable[[int], When]) -> Clash | None:
    """The worst clash of an open milestone, with the dates that `when` gives for each position; None where there is none."""
    if not _is_open(milestones, at):
        return None
    found = (_overlap(milestones, at, str(one), when) for one in milestones.column("depends_on")[at] or ())
    worst = max(found, key=lambda clash: clash.days, default=None)
    return worst if worst is not None and worst.days > 0 else None


def _open(milestones: Table) -> bytes:
    return both(milestones.living(), milestones.column("status").where(lambda value: value not in _CLOSED))


def _overlap(milestones: Table, at: int, needed: str, when: Callable[[int], When]) -> Clash:
    """How far a milestone reaches back before the end of one that it waits for."""
    start, other = when(at).start, milestones.position(needed)
    if start is None or other is None or not _is_open(milestones, other):
        return Clash(needed, 0)
    last = when(other).last
    return Clash(needed, 0 if last is None else max(0, (last - start).days + 1))


def _is_open(milestones: Table, at: int) -> bool:
    return milestones.column("status")[at] not in _CLOSED and milestones.column("deleted_at")[at] is None


def all_planned(milestones: Table, positions: Sequence[int]) -> list[When]:
    """When the milestones at some positions are planned, in their order: quicker than one by one."""
    start, target, resolution = (milestones.column(name) for name in ("start", "target", "resolution"))
    return [when_of(start[at], target[at], resolution[at]) for at in positions]


def by_date(milestones: Table, positions: Sequence[int]) -> list[int]:
    """Positions by first day, then by last day, then in the order given; those without any date come last."""
    whens = all_planned(milestones, positions)
    order = sorted(range(len(positions)), key=lambda at: (whens[at].first or date.max, whens[at].last or date.max))
    return [positions[at] for at in order]
