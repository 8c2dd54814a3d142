"""The critical path through open milestones: how early and how late each can be, and which of them hold up the end.

The critical path method of James Kelley and Morgan Walker (1959): a forward pass gives the earliest days, a backward pass the latest,
the difference is the slack. A milestone takes from its start to its target; the end of all is the latest finish.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import compress
from typing import NamedTuple

from pmtui.domain.columns import both
from pmtui.domain.dependencies import circles, linked
from pmtui.domain.roadmap import When, planned
from pmtui.domain.table import Table
from pmtui.domain.working_days import EVERY_DAY, Calendar


class Node(NamedTuple):
    """What the path says of a milestone; days are None where it has no dates and waits for none that has.

    Attributes:
        earliest_start: The later of its own start and the latest finish of what it waits for.
        earliest_finish: Its earliest start plus what it takes.
        latest_start: As late as it can begin without holding up the end of all.
        latest_finish: As late as it can end.
        slack: The days between earliest and latest start, of the calendar's unit.
        critical: Whether there is no slack.
    """

    earliest_start: date | None = None
    earliest_finish: date | None = None
    latest_start: date | None = None
    latest_finish: date | None = None
    slack: int | None = None
    critical: bool = False


class Path(NamedTuple):
    """The path through all open milestones.

    Attributes:
        nodes: What it says of each, by id, in the team's order. On a circle, and behind one, nothing is known.
        cycles: The circles that dependencies make, each with its ids in order, the first again at the end.
        unit: What slack is counted in: `days`, or `working days` where the team's calendar is set.
    """

    nodes: Mapping[str, Node]
    cycles: Sequence[Sequence[str]]
    unit: str

    @property
    def end(self) -> date | None:
        """The latest finish of all; None where nothing has dates."""
        return max((node.earliest_finish for node in self.nodes.values() if node.earliest_finish is not None), default=None)

    @property
    def critical(self) -> list[str]:
        """The ids without slack, the earliest first."""
        found = [(node.earliest_start, node.earliest_finish, id) for id, node in self.nodes.items() if node.critical]
        return [id for *_, id in sorted(found, key=lambda one: (one[0] or date.max, one[1] or date.max))]


_AS_PLANNED: Mapping[str, When] = {}


def critical_path(milestones: Table, calendar: Calendar = EVERY_DAY, tried: Mapping[str, When] = _AS_PLANNED) -> Path:
    """The critical path through the open milestones; shipped, cancelled and deleted ones hold up nobody.

    What has only one date is a point in time; what has none takes no time and stands where what it waits for ends.

    Args:
        milestones: The milestones.
        calendar: Which days count for what a milestone takes, and for slack.
        tried: When milestones would be planned, by id, in the place of when they are.
    """
    closed = milestones.kind.closed
    mask = both(milestones.living(), milestones.column("status").where(lambda value: value not in closed))
    positions = {milestones.id(at): at for at in compress(milestones.in_order(), map(mask.__getitem__, milestones.in_order()))}
    needed = milestones.column("depends_on")
    waits = {id: [one for one in dict.fromkeys(linked(needed[at])) if one in positions] for id, at in positions.items()}
    order = in_sequence(waits)
    spans = {id: _Span(tried.get(id) or planned(milestones, at), calendar) for id, at in positions.items()}
    early = _forward(order, waits, spans)
    late = _backward(order, waits, spans, early)
    known: dict[str, Node] = {}
    for id in order:
        if id in early:
            before = [(early[one][1], known[one].earliest_finish) for one in waits[id] if one in early]
            known[id] = _node(calendar, spans[id], early[id], late[id], before)
    unknown = len(order) < len(positions)
    cycles = circles(milestones, "depends_on", positions) if unknown else []
    return Path({id: known.get(id, Node()) for id in positions}, cycles, calendar.unit)


def in_sequence(waits: Mapping[str, Sequence[str]]) -> list[str]:
    """The ids so that each comes behind all that it waits for, else in the order given; without those on or behind a circle."""
    placed: dict[str, bool] = {}
    found: list[str] = []
    for first in waits:
        stack = [] if first in placed else [first]
        while stack:
            here = stack[-1]
            open_ones = [one for one in waits[here] if one not in placed and one in waits]
            if here in placed:
                stack.pop()
            elif not open_ones:
                stack.pop()
                placed[here] = all(placed.get(one, True) for one in waits[here])
                if placed[here]:
                    found.append(here)
            elif any(one in stack for one in open_ones):  # a circle: all of it stays out
                at = min(stack.index(one) for one in open_ones if one in stack)
                placed.update(dict.fromkeys(stack[at:], False))
                del stack[at:]
            else:
                stack.append(open_ones[0])
    return found


_Pair = tuple[int, int]
"""Start and finish, as counts of days that count."""


class _Span:
    """When a milestone begins by itself, and how long it takes, in days that count."""

    __slots__ = ("begin", "first", "last", "length")

    def __init__(self, when: When, calendar: Calendar) -> None:
        end = when.target.last if when.target is not None else None
        self.first = when.start if when.start is not None else end
        self.last = max(self.first, end) if self.first is not None and end is not None else self.first
        self.begin = calendar.count_up_to(self.first) if self.first is not None else None
        self.length = calendar.working_days_between(self.first, self.last) if self.first is not None and self.last is not None else 0


def _forward(order: Sequence[str], waits: Mapping[str, Sequence[str]], spans: Mapping[str, _Span]) -> dict[str, _Pair]:
    early: dict[str, _Pair] = {}
    for id in order:
        begins = [early[one][1] for one in waits[id] if one in early]
        own = spans[id].begin
        if own is not None:
            begins.append(own)
        if begins:
            early[id] = max(begins), max(begins) + spans[id].length
    return early


def _backward(
    order: Sequence[str], waits: Mapping[str, Sequence[str]], spans: Mapping[str, _Span], early: Mapping[str, _Pair]
) -> dict[str, _Pair]:
    end = max((finish for _, finish in early.values()), default=0)
    finish = dict.fromkeys(early, end)
    late: dict[str, _Pair] = {}
    for id in reversed(order):
        if id not in early:
            continue
        late[id] = finish[id] - spans[id].length, finish[id]
        for one in waits[id]:
            if one in finish:
                finish[one] = min(finish[one], late[id][0])
    return late


def _day_at(calendar: Calendar, count: int) -> date:
    """The day of a count; the last day there is where it lies behind that, as a mistyped year may have it."""
    try:
        return calendar.day_at(count)
    except ValueError:
        return date.max


def _finish(calendar: Calendar, span: _Span, early: _Pair) -> date:
    """The day of an earliest finish: where nothing pushes a milestone it is its own target, though that be no working day."""
    return span.last if span.last is not None and early[0] == span.begin else _day_at(calendar, early[1])


def _node(calendar: Calendar, span: _Span, early: _Pair, late: _Pair, before: Sequence[tuple[int, date | None]]) -> Node:
    starts = [day for count, day in before if count == early[0] and day is not None]
    if span.first is not None and span.begin == early[0]:
        starts.append(span.first)
    start = max(starts)
    finish = max(start, _finish(calendar, span, early))  # what takes no time may stand on a day on which nobody works
    slack = late[0] - early[0]
    if not slack:
        return Node(start, finish, start, finish, 0, True)
    return Node(start, finish, _day_at(calendar, late[0]), _day_at(calendar, late[1]), slack, False)
