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
    if status in SCHEMA["milestone"].closed or when.target is None:
        return 0
    return max(0, (today - when.target.last).days)


def progress_by_milestone(items: Table) -> Mapping[str, Progress]:
    """The progress of every milestone that has items, by id; counted once for a table, in one pass."""
    found: dict[str, Progress] | None = items.kept.get("progress")
    if found is None:
        found = items.kept["progress"] = _counted(items)
    return found


def _counted(items: Table) -> dict[str, Progress]:
    milestone, status, estimate = columns = [items.column(name) for name in ("milestone", "status", "estimate")]
    living = items.living()
    mask = None if living == b"\1" * len(living) else living
    dropped, made_states = items.kind.alike("dropped"), items.kind.alike("done")
    sums: dict[str, list[float]] = {}
    for (one, state, size), count in Counter(zip(*(_keys(column, mask) for column in columns), strict=True)).items():
        id, word = _value(milestone, one), _value(status, state)
        if not isinstance(id, str) or not id or word in dropped:
            continue
        points = _value(estimate, size)
        points = points * count if isinstance(points, int | float) else 0
        row = sums.setdefault(id, [0, 0, 0, 0])
        row[1] += count
        row[3] += points
        if word in made_states:
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
    known: dict[str, Sequence[int]] = items.kept.setdefault("items_of", {})
    if milestone not in known:
        status, deleted = items.column("status"), items.column("deleted_at")
        dropped, closed = items.kind.alike("dropped"), items.kind.closed
        found = [at for at in all_items_of(items, milestone) if deleted[at] is None and status[at] not in dropped]
        known[milestone] = sorted(found, key=lambda at: status[at] in closed)
    return known[milestone]


def all_items_of(items: Table, milestone: str) -> Sequence[int]:
    """The positions of all items that name a milestone by rank, dropped and deleted ones too; found once for all milestones."""
    known: dict[str, list[int]] | None = items.kept.get("all_items_of")
    if known is None:
        known = items.kept["all_items_of"] = {}
        named = items.column("milestone").rows()
        for at in items.in_order():
            if isinstance(id := named[at], str):
                known.setdefault(id, []).append(at)
    return known.get(milestone, ())


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
    found: dict[str, Clash] | None = milestones.kept.get("clashes")
    if found is None:
        found = {}
        needed, whens = milestones.column("depends_on").rows(), all_planned(milestones, range(len(milestones)))
        places = {milestones.id(at): at for at in compress(range(len(milestones)), _open(milestones))}  # quicker than one by one
        for id, at in places.items():
            start = whens[at].start
            if start is not None and needed[at]:
                ends = [(one, whens[place].last) for one in map(str, needed[at]) if (place := places.get(one)) is not None]
                overlaps = [Clash(one, (last - start).days + 1) for one, last in ends if last is not None]
                worst = max(overlaps, key=lambda clash: clash.days, default=None)
                if worst is not None and worst.days > 0:
                    found[id] = worst
        milestones.kept["clashes"] = found
    return found


def clash_of(milestones: Table, at: int, when: Callable[[int], When]) -> Clash | None:
    """The worst clash of an open milestone, with the dates that `when` gives for each position; None where there is none."""
    if not is_open(milestones, at):
        return None
    found = (_overlap(milestones, at, str(one), when) for one in milestones.column("depends_on")[at] or ())
    worst = max(found, key=lambda clash: clash.days, default=None)
    return worst if worst is not None and worst.days > 0 else None


def _open(milestones: Table) -> bytes:
    closed = milestones.kind.closed
    return both(milestones.living(), milestones.column("status").where(lambda value: value not in closed))


def _overlap(milestones: Table, at: int, needed: str, when: Callable[[int], When]) -> Clash:
    """How far a milestone reaches back before the end of one that it waits for."""
    start, other = when(at).start, milestones.position(needed)
    if start is None or other is None or not is_open(milestones, other):
        return Clash(needed, 0)
    last = when(other).last
    return Clash(needed, 0 if last is None else max(0, (last - start).days + 1))


def is_open(table: Table, at: int | None) -> bool:
    """Whether the milestone or item at a position is neither closed nor deleted; asked of a few, where a mask would look at all of them."""
    return at is not None and table.column("status")[at] not in table.kind.closed and table.column("deleted_at")[at] is None


def all_planned(milestones: Table, positions: Sequence[int]) -> list[When]:
    """When the milestones at some positions are planned, in their order: quicker than one by one, and read once for a table."""
    known: list[When] | None = milestones.kept.get("planned")
    if known is None:
        start, target, resolution = (milestones.column(name) for name in ("start", "target", "resolution"))
        known = [when_of(start[at], target[at], resolution[at]) for at in range(len(milestones))]
        milestones.kept["planned"] = known
    return [known[at] for at in positions]


def by_date(milestones: Table, positions: Sequence[int]) -> list[int]:
    """Positions by first day, then by last day, then in the order given; those without any date come last."""
    whens = all_planned(milestones, positions)
    order = sorted(range(len(positions)), key=lambda at: (whens[at].first or date.max, whens[at].last or date.max))
    return [positions[at] for at in order]
