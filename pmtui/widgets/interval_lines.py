"""Intervals on a common axis, one line each, with zero marked: an estimate, how sure it is, and on which side of nothing it lies.

Shapes carry the meaning, colours only repeat it: an interval that reaches over zero is crossed by it.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

from pmtui.widgets.cells import shortened, width_of
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

LEAST = 16
"""Fewer cells than this draw nothing that could be read: label and figures then stand on a line above the axis."""
_MARGIN = 0.04
"""How much wider than what it shows an axis is, at each end, as a share."""


class Interval(NamedTuple):
    """One line of the chart.

    Attributes:
        label: What it is about.
        low: Where the interval begins; None where nothing is known.
        point: The estimate.
        high: Where the interval ends.
        role: The colour role of the interval.
        note: Its figures, shown behind it.
    """

    label: str
    low: float | None = None
    point: float | None = None
    high: float | None = None
    role: str = "text"
    note: str = ""

    @property
    def values(self) -> tuple[float, ...]:
        """What is known of it."""
        return tuple(one for one in (self.low, self.point, self.high) if one is not None)


class Signs(NamedTuple):
    """The characters of a drawn interval, each of one cell."""

    begin: str = "├"
    line: str = "─"
    point: str = "●"
    end: str = "┤"
    zero: str = "│"
    crossed: str = "┼"
    before: str = "◂"
    behind: str = "▸"


UNICODE = Signs()
ASCII = Signs("[", "-", "o", "]", "|", "+", "<", ">")
"""For terminals that have no others."""
@lru_cache(maxsize=1)
def signs_here() -> Signs:
    """The characters that the terminal's encoding has."""
    try:
        "".join(UNICODE).encode(getattr(sys.__stdout__, "encoding", None) or "utf-8")
    except (UnicodeEncodeError, LookupError):
        return ASCII
    return UNICODE


Shown = Callable[[float], str]
"""How a value is written at the axis."""


def percent_points(value: float) -> str:
    """A difference of two rates in percentage points: `+2.5`, `−0.8`, `0`."""
    points = round(100 * value, 1)
    return "0" if not points else f"{points:+.1f}".replace("-", "−")


def percent(value: float) -> str:
    """A rate in percent: `41 %`, `4.9 %`."""
    shown = 100 * value
    return f"{shown:.0f}\u00a0%" if abs(shown) >= 10 or shown == round(shown) else f"{shown:.1f}\u00a0%"


def ends(point: float | None, interval: tuple[float, float] | None) -> tuple[float | None, float | None, float | None]:
    """An estimate and its interval as a drawn one takes them: from low to high."""
    low, high = interval if interval is not None else (None, None)
    return low, point, high


def axis_of(rows: Sequence[Interval], zero: float | None = 0.0) -> tuple[float, float] | None:
    """From where to where an axis reaches that has room for all rows and for zero; None where no row has a value."""
    values = [value for row in rows for value in row.values]
    if not values:
        return None
    if zero is not None:
        values.append(zero)
    low, high = min(values), max(values)
    if high <= low:
        return low - (abs(low) or 1.0) / 2, high + (abs(high) or 1.0) / 2
    more = _MARGIN * (high - low)
    return low - more, high + more


def axis_of_rates(rows: Sequence[Interval]) -> tuple[float, float] | None:
    """The same for rates, of which none is below 0 or above 1."""
    axis = axis_of(rows, None)
    return None if axis is None else (max(0.0, axis[0]), min(1.0, axis[1]))


def interval_text(
    row: Interval, axis: tuple[float, float], cells: int, zero: float | None = 0.0, signs: Signs | None = None,
) -> str:
    """An interval as exactly so many cells; blank but for zero where nothing is known.

    What lies outside the axis ends in an arrow. Without `signs`, those that the terminal has are taken.
    """
    cells, signs = max(1, cells), signs or signs_here()
    drawn = [" "] * cells
    at_zero = _cell(zero, axis, cells) if zero is not None and axis[0] <= zero <= axis[1] else None
    if at_zero is not None:
        drawn[at_zero] = signs.zero
    if row.low is not None and row.high is not None and row.low <= row.high:
        first, last = _cell(row.low, axis, cells), _cell(row.high, axis, cells)
        if at_zero is not None and zero is not None:  # what lies on one side of zero never seems to reach it
            first = at_zero + 1 if row.low > zero and first == at_zero < last else first
            last = at_zero - 1 if row.high < zero and last == at_zero > first else last
        for at in range(first, last + 1):
            drawn[at] = signs.crossed if at == at_zero else signs.line
        if last > first:
            drawn[first] = drawn[first] if first == at_zero else signs.begin
            drawn[last] = drawn[last] if last == at_zero else signs.end
        if row.low < axis[0]:
            drawn[0] = signs.before
        if row.high > axis[1]:
            drawn[-1] = signs.behind
    if row.point is not None and axis[0] <= row.point <= axis[1]:
        drawn[_cell(row.point, axis, cells)] = signs.point
    return "".join(drawn)


def _cell(value: float, axis: tuple[float, float], cells: int) -> int:
    low, high = axis
    share = (value - low) / (high - low) if high > low else 0.5
    return max(0, min(cells - 1, round(share * (cells - 1))))


def interval_lines(
    rows: Sequence[Interval], width: int, *, zero: float | None = 0.0, shown: Shown = percent_points, signs: Signs | None = None,
    axis: tuple[float, float] | None = None,
) -> list[Line]:
    """The rows on a common axis, and below them the axis with zero and both ends; nothing where no row has a value.

    Args:
        rows: What to draw, from the top down.
        width: Cells of a line.
        zero: The value that is marked in all lines; None for none.
        shown: How values are written at the axis.
        signs: The characters; None for those that the terminal has.
        axis: From where to where it reaches; None lets the rows decide.
    """
    axis, signs = axis or axis_of(rows, zero), signs or signs_here()
    if axis is None:
        return []
    label = min(max(width_of(row.label) for row in rows), max(8, width // 3))
    note = max((width_of(row.note) for row in rows), default=0)
    cells = width - label - 1 - (note + 1 if note else 0)
    if cells < LEAST:
        return _stacked(rows, width, axis, zero, shown, signs)
    lines: list[Line] = []
    for row in rows:
        name = shortened(row.label, label)
        line = (Span(name + " " * (label - width_of(name) + 1), "muted"), *_drawn(row, axis, cells, zero, signs))
        lines.append((*line, Span(" " + row.note, row.role if row.values else "faint")) if row.note else line)
    return [*lines, (Span(" " * (label + 1)), *axis_line(axis, cells, zero, shown))]


def _stacked(
    rows: Sequence[Interval], width: int, axis: tuple[float, float], zero: float | None, shown: Shown, signs: Signs,
) -> list[Line]:
    """The same for narrow places: label and figures above each interval."""
    cells = max(4, width)
    lines: list[Line] = []
    for row in rows:
        room = cells - (width_of(row.note) + 1 if row.note else 0)
        if room >= 6:
            name = shortened(row.label, room)
            head = [Span(name, "muted"), Span(" " * (cells - width_of(name) - width_of(row.note)))]
            lines.append((*head, Span(row.note, row.role if row.values else "faint")))
        else:
            lines += [(Span(shortened(row.label, cells), "muted"),), (Span(shortened(row.note, cells), row.role),)]
        lines.append(tuple(_drawn(row, axis, cells, zero, signs)))
    return [*lines, tuple(axis_line(axis, cells, zero, shown))]


def _drawn(row: Interval, axis: tuple[float, float], cells: int, zero: float | None, signs: Signs) -> list[Span]:
    """The cells of an interval, in its colour; zero alone is faint."""
    text = interval_text(row, axis, cells, zero, signs)
    spans: list[Span] = []
    for sign in text:
        role = "faint" if sign in (" ", signs.zero) else row.role
        if spans and spans[-1].role == role:
            spans[-1] = Span(spans[-1].text + sign, role)
        else:
            spans.append(Span(sign, role))
    return spans


def axis_line(axis: tuple[float, float], cells: int, zero: float | None, shown: Shown) -> list[Span]:
    """What stands below an axis: both ends, and zero where it has room between them."""
    low, high, word = shown(axis[0]), shown(axis[1]), "" if zero is None else shown(zero)
    text = [" "] * cells
    begin = cells
    if zero is not None and axis[0] <= zero <= axis[1]:
        begin = max(0, min(_cell(zero, axis, cells) - width_of(word) // 2, cells - width_of(word)))
        _put(text, begin, word)
    if low != word and width_of(low) < begin:
        _put(text, 0, low)
    if high != word and (begin == cells or begin + width_of(word) < cells - width_of(high)):
        _put(text, cells - width_of(high), high)
    return [Span("".join(text), "faint")]


def _put(text: list[str], at: int, word: str) -> None:
    for offset, one in enumerate(word):
        if 0 <= at + offset < len(text):
            text[at + offset] = one
