"""From days to cells: how a timeline is zoomed and where it begins, and the periods along its axis. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pmtui.domain.periods import Period, periods_between

_LAST = date.max.toordinal()


class Zoom(NamedTuple):
    """One step of the zoom.

    Attributes:
        name: What it shows well.
        days: Days in a cell.
        coarse: The periods of the upper line of the axis.
        fine: Those of the lower line.
    """

    name: str
    days: float
    coarse: str
    fine: str


ZOOMS = (
    Zoom("weeks", 1, "month", "week"),
    Zoom("months", 3, "quarter", "month"),
    Zoom("quarters", 7, "quarter", "month"),
    Zoom("years", 30.4375, "year", "quarter"),
)
"""From the closest on."""
_FITTING = (1, 2)
"""The steps among which a timeline is fitted: two days say nothing, and ten years show nothing of each."""
_MARGIN, _LABEL = 2, 20
"""Cells before the first bar, and behind the last one for what is written beside it."""
_BEFORE = 0.25
"""Where today stands: this share of the width lies before it."""


class Scale(NamedTuple):
    """What a timeline of some width shows.

    Attributes:
        origin: The first day shown, as an ordinal of the calendar (`date.toordinal`).
        level: Index in `ZOOMS`.
        width: Cells.
    """

    origin: int
    level: int
    width: int

    @property
    def zoom(self) -> Zoom:
        """The step of the zoom."""
        return ZOOMS[self.level]

    def cell(self, day: int) -> int:
        """The cell in which a day lies; negative or beyond the width where it is out of sight."""
        return int((day - self.origin) // self.zoom.days)

    def day(self, cell: float) -> int:
        """The first day of a cell."""
        return self.origin + round(cell * self.zoom.days)

    @property
    def last(self) -> int:
        """The last day shown."""
        return min(_LAST, max(self.origin, self.day(self.width) - 1))

    def shows(self, first: int, last: int) -> bool:
        """Whether any of the days from one to another are in sight."""
        return self.cell(last) >= 0 and self.cell(first) < self.width

    def beginning(self, day: float) -> Scale:
        """The scale that begins at a day, as near as the calendar allows."""
        most = max(1, _LAST - round(self.width * self.zoom.days))
        return self._replace(origin=max(1, min(round(day), most)))

    def panned(self, cells: int) -> Scale:
        """The scale so many cells later, or earlier where the number is negative."""
        return self.beginning(self.origin + cells * self.zoom.days)

    def placed(self, day: int, cell: float) -> Scale:
        """The scale in which a day stands in a cell."""
        return self.beginning(day - cell * self.zoom.days)

    def at_today(self, today: int) -> Scale:
        """The scale in which today stands where most of what is seen lies ahead."""
        return self.placed(today, self.width * _BEFORE)

    def zoomed(self, step: int, day: int) -> Scale:
        """The scale closer (1) or from further away (-1), in which a day keeps its cell."""
        level = max(0, min(self.level - step, len(ZOOMS) - 1))
        return self if level == self.level else self._replace(level=level).placed(day, self.cell(day) + 0.5)

    def resized(self, width: int) -> Scale:
        """The scale with the same beginning and another width."""
        return self._replace(width=width).beginning(self.origin)

    def axis(self, resolution: str) -> Iterator[tuple[int, Period]]:
        """The periods in sight, each with the cell in which it begins; the first may begin before the first cell."""
        for period in periods_between(date.fromordinal(self.origin), date.fromordinal(self.last), resolution):
            yield self.cell(period.first.toordinal()), period


def fitted_scale(width: int, today: int, first: int | None, last: int | None) -> Scale:
    """The closest scale that shows all days from one to another, and today; about today where that is impossible.

    Args:
        width: Cells.
        today: An ordinal.
        first: The first day that should be in sight; None where there are none.
        last: The last one.
    """
    begin, end = min(first or today, today), max(last or today, today)
    for level in _FITTING:
        scale = Scale(1, level, width)
        if (end - begin) / scale.zoom.days + _MARGIN + _LABEL <= width:
            return scale.placed(begin, _MARGIN)
    return Scale(1, _FITTING[-1], width).at_today(today)
