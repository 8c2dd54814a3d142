"""The field of a chart and its axes: which values and days it spans, and what stands at its edges. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from pmtui.widgets.chart_signs import Signs, nice_step, short_number
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
LINE, TARGET, BASELINE, MARK, AXIS, LABEL = "accent", "success", "muted", "info", "border", "muted"
"""The colour roles of a chart's parts."""


class Frame(NamedTuple):
    """Where the field of a chart lies, in cells, and what it spans."""

    width: int
    height: int
    first: date
    days: int
    low: float
    high: float

    def column(self, day: date, dots_across: int = 1) -> int:
        """The column of a day, in cells or dots."""
        return round(((day - self.first).days / self.days) * (self.width * dots_across - 1))

    def row(self, value: float, dots_down: int = 1) -> int:
        """The row of a value from the top, in cells or dots."""
        most = self.height * dots_down - 1
        return max(0, min(most, round((self.high - value) / (self.high - self.low) * most)))


def span_of(days: Iterable[date]) -> tuple[date, int]:
    """The first of some days and how many there are up to the last; a single one stands in the middle of a week."""
    known = sorted(days)
    first, last = known[0], known[-1]
    return (first, (last - first).days) if first != last else (first - timedelta(3), 6)


def value_range(values: Sequence[float]) -> tuple[float, float]:
    """The lowest and highest value of the axis: never the same."""
    low, high = min(values), max(values)
    if low == high:
        room = abs(low) * 0.1 or 1.0
        return low - room, high + room
    return low, high


def value_ticks(low: float, high: float, rows: int, target: float | None, baseline: float | None) -> dict[int, tuple[str, str]]:
    """What stands at the axis, by row from the top: target and baseline first, then round numbers where there is room."""
    frame = Frame(1, rows, date.min, 1, low, high)
    step = nice_step(high - low, max(1, rows // 2))
    found: dict[int, tuple[str, str]] = {}
    for value, role in ((target, TARGET), (baseline, BASELINE)):
        if value is not None and frame.row(value) not in found:
            found[frame.row(value)] = (short_number(value), role)
    at = -(-low // step) * step
    for _ in range(rows + 2):
        if at > high:
            break
        row = frame.row(at)
        if not any(row + near in found for near in (-1, 0, 1)):
            found[row] = (short_number(at, step), LABEL)
        at += step
    return found or {0: (short_number(high), LABEL)}


def time_axis(frame: Frame, gutter: int, drawn: Signs) -> list[Line]:
    """The line below the field with its ticks, and the days below that."""
    size = 5 if frame.days <= 370 else 6
    count = max(2, min(6, frame.width // (size + 6)))
    floor, words = [drawn.floor[0]] * frame.width, [" "] * frame.width
    end = -2
    for at in range(count):
        day = frame.first + timedelta(round(frame.days * at / (count - 1)))
        text = _day(day, frame.days)
        x = frame.column(day)
        start = max(0, min(frame.width - len(text), x - len(text) // 2))
        if start > end + 1 and len(text) <= frame.width:
            floor[x] = drawn.floor[1]
            words[start : start + len(text)] = text
            end = start + len(text) - 1
    axis = (Span(" " * gutter), Span(drawn.axis[2] + "".join(floor), AXIS))
    return [axis, (Span(" " * (gutter + 1)), Span("".join(words), LABEL))]


def _day(day: date, days: int) -> str:
    """A day on the axis: with the year where several years are shown, else with the day of the month."""
    return f"{_MONTHS[day.month - 1]} {day.year % 100:02d}" if days > 370 else f"{day.day} {_MONTHS[day.month - 1]}"
