"""The band of capacity below a timeline: how much is committed against how much can be done. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import NamedTuple

from pmtui.domain.amounts import share_words
from pmtui.widgets.cells import fitted, width_of
from pmtui.widgets.chart_signs import PLAIN, signs
from pmtui.widgets.timeline_cells import Cells
from pmtui.widgets.timeline_scale import Scale

LINES = 2
"""Lines of the band."""
OVER = "▲"
"""More is committed than can be done."""
_FULL = 0.9
"""From this share on, hardly anything more can be taken on."""
_THURSDAY, _SUNDAY = 3, 6
"""A week belongs to the month in which its Thursday lies, as in ISO 8601."""


class Load(NamedTuple):
    """One week.

    Attributes:
        monday: Its first day, as an ordinal of the calendar.
        committed: Points that are to be done in it.
        capacity: Points that can be done in it; 0 where only that of some people is known.
        over: Who is to do more than they can.
    """

    monday: int
    committed: float
    capacity: float
    over: tuple[str, ...] = ()

    @property
    def is_over(self) -> bool:
        """Whether anybody, or all together, are to do more than they can."""
        return bool(self.over) or 0 < self.capacity < self.committed


class _Sum(NamedTuple):
    committed: float = 0
    capacity: float = 0
    is_over: bool = False

    def plus(self, load: Load) -> _Sum:
        return _Sum(self.committed + load.committed, self.capacity + load.capacity, self.is_over or load.is_over)

    @property
    def role(self) -> str:
        return "error" if self.is_over else "warning" if self.committed >= _FULL * self.capacity else "muted"


class Band:
    """The loads of a timeline, by week.

    Attributes:
        last: The last day of which something is known, as an ordinal of the calendar.
    """

    def __init__(self, loads: Sequence[Load], unit: str = "points") -> None:
        """Take the weeks of which something is known.

        Args:
            loads: The weeks.
            unit: In what they are counted.
        """
        self._unit = unit
        self.last = max((load.monday for load in loads), default=0) + _SUNDAY
        self._weeks: Mapping[int, Load] = {load.monday: load for load in loads if load.capacity > 0 or load.over}

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self._weeks)

    def levels(self, scale: Scale) -> Cells:
        """How full each column is: the higher the fuller, and OVER where it is more than full."""
        cells = Cells(scale.width)
        steps = signs().steps
        for at in range(scale.width):
            found = self._sum(scale.day(at), max(scale.day(at), scale.day(at + 1) - 1))
            if found.capacity or found.is_over:
                level = len(steps) if found.is_over else min(len(steps), ceil(found.committed / found.capacity * len(steps)))
                over = "!" if signs() is PLAIN else OVER
                cells.put(at, over if found.is_over else steps[level - 1] if level else "·", found.role if level else "faint")
        return cells

    def figures(self, scale: Scale) -> Cells:
        """What is committed of what can be done, for each period; the share where that fits not all, or a mark.

        Of periods in which nothing is to be done nothing is said: the dots above say that there is time.
        """
        cells = Cells(scale.width)
        told = self._told(scale, self._periods(scale))
        is_short = not _fits(told, 0)
        for at, room, found, _ in told:
            texts = _figures(found)[1 if is_short and found.capacity else 0:]
            cells.write(at, next((one for one in texts if width_of(one) <= room), ""), found.role)
        return cells

    def _periods(self, scale: Scale) -> str:
        """Which periods of the axis are told: the fine ones, where there is room for the figures of each, or for its share."""
        return scale.zoom.fine if _fits(self._told(scale, scale.zoom.fine), 1) else scale.zoom.coarse

    def _told(self, scale: Scale, periods: str) -> list[tuple[int, int, _Sum, bool]]:
        """The periods of which there is something to say: where each begins, its room, its sum, and whether all of it is in sight."""
        told: list[tuple[int, int, _Sum, bool]] = []
        for at, period in scale.axis(periods):
            found = self._sum_of_weeks(period.first, period.last)
            room = scale.cell(period.last.toordinal() + 1) - max(0, at) - 1
            if (found.committed or found.is_over) and max(0, at) + room <= scale.width:
                told.append((max(0, at), room, found, at >= 0))
        return told

    def who_is_over(self, scale: Scale) -> tuple[str, ...]:
        """Who is to do more than they can in any week in sight, in the order in which they are first."""
        weeks = (self._weeks.get(monday) for monday in range(_monday(scale.origin), scale.last + 1, 7))
        return tuple(dict.fromkeys(name for load in weeks if load is not None for name in load.over))

    def names(self, line: int, scale: Scale, width: int) -> tuple[str, str]:
        """What stands at the left of one of its lines, and its colour role."""
        over = self.who_is_over(scale)
        if line == 0:
            return fitted("  capacity", width), "muted"
        if over:
            mark = "!" if signs() is PLAIN else OVER
            return fitted(f"  {mark} {', '.join(over)}", width), "error"
        return fitted(f"  {self._unit} a {self._periods(scale)}", width), "faint"

    def _sum(self, first: int, last: int) -> _Sum:
        """The weeks of some days: that of the first day, and all that begin in them."""
        found = _Sum()
        for monday in range(_monday(first), last + 1, 7):
            load = self._weeks.get(monday)
            found = found if load is None else found.plus(load)
        return found

    def _sum_of_weeks(self, first: date, last: date) -> _Sum:
        """The weeks that belong to a period: one belongs where its Thursday lies."""
        found = _Sum()
        begin = _monday(first.toordinal())
        for monday in range(begin, last.toordinal() + 1, 7):
            load = self._weeks.get(monday)
            if load is not None and first <= date.fromordinal(monday) + timedelta(days=_THURSDAY) <= last:
                found = found.plus(load)
        return found


def _monday(day: int) -> int:
    """The Monday of a day's week; both as ordinals: the first day of the calendar is one."""
    return day - (day - 1) % 7


def _figures(found: _Sum) -> tuple[str, ...]:
    mark = ("!" if signs() is PLAIN else OVER) if found.is_over else ""
    if not found.capacity:
        return f"{mark}{found.committed:.0f}", mark
    return f"{mark}{found.committed:.0f}/{found.capacity:.0f}", f"{mark}{share_words(found.committed / found.capacity)}", mark


def _fits(told: Sequence[tuple[int, int, _Sum, bool]], at: int) -> bool:
    """Whether the figures (0) or at least the shares (1) of all periods that are wholly in sight find room."""
    return all(min(map(width_of, _figures(found)[:at + 1])) <= room for _, room, found, is_whole in told if is_whole)
