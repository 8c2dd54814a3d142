"""What a move of milestones takes along: those that wait for them, only as far as they must, or by as much. Pure.

A push keeps the order of work and nothing else: who waits is moved so far that it begins the day after what it waits for
has ended, and slack between the two is used up first. A target that is meant by the quarter moves by whole quarters, to
the nearest: a push by a few days does not make a quarter slip.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import compress
from typing import NamedTuple

from pmtui.domain.dependencies import linked
from pmtui.domain.periods import day_of, moved_target, period_of, shifted_day, target_period
from pmtui.domain.planned_dates import Dates, dates_of
from pmtui.domain.roadmap import when_of
from pmtui.domain.table import Table

NEEDED, ALL = "needed", "all"
"""Only who would begin too early, and only as far as needed; or all that depend, by as much."""


class Pushed(NamedTuple):
    """What is taken along.

    Attributes:
        dates: The new dates of the milestones that move as well, by id, those that come first first.
        circle: Milestones that wait for each other in a circle, which therefore stay; empty as a rule.
    """

    dates: Mapping[str, Dates]
    circle: tuple[str, ...] = ()


def pushed(milestones: Table, moved: Mapping[str, Dates], how: str = NEEDED) -> Pushed:
    """The milestones that go along with others; those that have shipped or been cancelled stay, and hold nothing up.

    Args:
        milestones: All milestones, as they are planned.
        moved: The new dates of those that are moved, by id.
        how: NEEDED or ALL.

    Raises:
        ValueError: A date would lie outside the calendar.
    """
    waiting = _waiting(milestones)
    order, circle = _order(waiting, moved)
    new = dict(moved)
    found: dict[str, Dates] = {}
    for id in order:
        at = milestones.position(id)
        if at is None or id in moved:
            continue
        before = _dates_at(milestones, at)
        causes = [one for one in linked(milestones.column("depends_on")[at]) if one in new]
        after = _needed(milestones, before, causes, new) if how == NEEDED else _along(milestones, before, causes, new)
        if after != before:
            new[id] = found[id] = after
    return Pushed(found, circle)


def _waiting(milestones: Table) -> dict[str, list[str]]:
    """The open milestones that wait for each one."""
    needs, status, gone = (milestones.column(name) for name in ("depends_on", "status", "deleted_at"))
    closed = milestones.kind.closed
    found: dict[str, list[str]] = {}
    for at in compress(range(len(milestones)), needs.where(bool)):
        if status[at] not in closed and gone[at] is None:
            for one in linked(needs[at]):
                found.setdefault(one, []).append(milestones.id(at))
    return found


def _order(waiting: Mapping[str, Sequence[str]], begin: Mapping[str, object]) -> tuple[list[str], tuple[str, ...]]:
    """All that depends on some milestones, each behind what it waits for; and those that wait for each other in a circle."""
    reached: dict[str, int] = dict.fromkeys(begin, 0)
    ahead = list(begin)
    for here in ahead:
        for one in waiting.get(here, ()):
            if one not in reached:
                ahead.append(one)
            reached[one] = reached.get(one, 0) + 1
    ready = [id for id in reached if id in begin or not reached[id]]
    order: list[str] = []
    left = {id: count for id, count in reached.items() if id not in begin}
    for here in ready:
        order.append(here)
        for one in waiting.get(here, ()):
            if one in left:
                left[one] -= 1
                if not left[one]:
                    ready.append(one)
                    del left[one]
    return order, tuple(left)


def _dates_at(milestones: Table, at: int) -> Dates:
    return dates_of(*(milestones.column(name)[at] for name in ("start", "target", "resolution")))


def _ends(milestones: Table, causes: Sequence[str], new: Mapping[str, Dates]) -> Iterator[tuple[date, date]]:
    """When each of those that move ended, and when it ends now."""
    for id in causes:
        at = milestones.position(id)
        before = None if at is None else when_of(*_dates_at(milestones, at)).last
        after = when_of(*new[id]).last
        if before is not None and after is not None:
            yield before, after


def _needed(milestones: Table, before: Dates, causes: Sequence[str], new: Mapping[str, Dates]) -> Dates:
    """The dates of a milestone that begins when what it waits for has ended, moved no further than that."""
    end = max((after for was, after in _ends(milestones, causes, new) if after > was), default=None)
    start, target = day_of(before.start), target_period(before.target, before.resolution)
    if end is None or (start is None and target is None):
        return before
    if start is None:
        steps = 0
        while target is not None and target.shifted(steps).last <= end:
            steps += 1
        return before._replace(target=moved_target(before.target, before.resolution, steps)) if steps else before
    if start > end:
        return before
    return _later(before, start, (end - start).days + 1)


def _later(before: Dates, start: date, days: int) -> Dates:
    """The dates with the start so many days later, and the target by as many of its own periods as come nearest."""
    begin = _shifted(start, days)
    if before.target is None or target_period(before.target, before.resolution) is None:
        return before._replace(start=begin.isoformat())
    steps = _periods(before, days)
    after = before._replace(start=begin.isoformat(), target=_target(before, steps))
    while after.is_reversed:
        steps += 1
        after = after._replace(target=_target(before, steps))
    return after


def _along(milestones: Table, before: Dates, causes: Sequence[str], new: Mapping[str, Dates]) -> Dates:
    """The dates of a milestone that moves by as much as what it waits for: by as many of its own periods as come nearest.

    Where that is none, its start alone goes along.
    """
    days = max(((after - was).days for was, after in _ends(milestones, causes, new)), key=abs, default=0)
    steps = _periods(before, days)
    start = day_of(before.start)
    if not steps:
        return _later(before, start, days) if start is not None and days else before
    begin = before.start if start is None else shifted_day(start, steps, before.resolution).isoformat()
    has_target = target_period(before.target, before.resolution) is not None
    return before._replace(start=begin, target=_target(before, steps) if has_target else before.target)


def _target(dates: Dates, steps: int) -> str | None:
    return moved_target(dates.target, dates.resolution, steps) if steps else dates.target


def _periods(dates: Dates, days: int) -> int:
    """How many of a milestone's own periods come nearest to some days."""
    day = day_of(dates.target) or day_of(dates.start)
    if day is None:
        return 0
    period = period_of(day, dates.resolution)
    return round(days / ((period.last - period.first).days + 1))


def _shifted(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ValueError("outside the years 1 to 9999") from None
