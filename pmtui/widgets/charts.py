"""Charts in cells: a line over time with its axes, sparklines and bars. Pure; panes paint the lines as any others.

They hold their size, whatever the values are: one reading, equal ones, negative and huge ones, gaps of months between them.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from pmtui.domain.periods import day_of
from pmtui.widgets.cells import fitted, width_of
from pmtui.widgets.chart_axes import AXIS, BASELINE, LABEL, LINE, MARK, TARGET, Frame, span_of, time_axis, value_range, value_ticks
from pmtui.widgets.chart_signs import Signs, dots, short_number, signs
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

_LEAST_WIDTH, _LEAST_HEIGHT = 12, 4
_GAP = 4
"""Readings that lie so many times as far from each other as usual are joined by a dotted line."""


def line_chart(
    series: Sequence[tuple[str, float]], width: int, height: int, target: float | None = None, baseline: float | None = None, *,
    marks: Mapping[str, str] | None = None, until: str = "", drawn: Signs | None = None,
) -> list[Line]:
    """A line over time, with the days below and the values at the left.

    Args:
        series: Days as `2026-11-22` with values, in any order; days that are none are left out.
        width: Cells of each line; at least 12.
        height: Lines, the two of the time axis included; at least 4.
        target: A value that is drawn as a line of its own.
        baseline: Another one.
        marks: Days that are marked by a line from top to bottom, with a word for each.
        until: A day up to which the time axis goes at least.
        drawn: The characters; by default what the terminal can show.

    Returns:
        Exactly `height` lines of at most `width` cells; none where there is no reading.
    """
    found = sorted((day, float(value)) for text, value in series if (day := day_of(text)) is not None and math.isfinite(value))
    if not found:
        return []
    target, baseline = (one if one is not None and math.isfinite(one) else None for one in (target, baseline))
    drawn = drawn or signs()
    width, height = max(_LEAST_WIDTH, width), max(_LEAST_HEIGHT, height)
    lines = [one for one in (target, baseline) if one is not None]
    low, high = value_range([value for _, value in found] + lines)
    labels = value_ticks(low, high, height - 2, target, baseline)
    gutter = max(width_of(text) for text, _ in labels.values())
    marked = {day: word for text, word in (marks or {}).items() if (day := day_of(text)) is not None}
    first, days = span_of([*(day for day, _ in found), *marked, *(one for one in (day_of(until),) if one is not None)])
    frame = Frame(width - gutter - 1, height - 2, first, days, low, high)
    field = _field(frame, found, target, baseline, marked, drawn)
    shown: list[Line] = []
    for y, row in enumerate(field):
        text, role = labels.get(y, ("", LABEL))
        tick = drawn.axis[1] if text else drawn.axis[0]
        shown.append((Span(text.rjust(gutter), role), Span(tick, AXIS), *joined(row)))
    return [*shown, *time_axis(frame, gutter, drawn)]


def sparkline(values: Sequence[float | None], width: int, role: str = LINE, drawn: Signs | None = None) -> list[Span]:
    """Values as bars of one line, the lowest of them as the lowest bar; no longer than so many cells.

    Args:
        values: The values, the earliest first; None is a gap. Of more than fit, neighbours are taken together by their mean.
        width: The most cells.
        role: The colour role.
        drawn: The characters.
    """
    if not values or width <= 0:
        return []
    steps = (drawn or signs()).steps
    kept = list(values) if len(values) <= width else _thinned(values, width)
    known = [one for one in kept if one is not None]
    if not known:
        return [Span(" " * len(kept), role)]
    low, span = min(known), max(known) - min(known)
    middle = steps[(len(steps) - 1) // 2]
    text = "".join(" " if one is None else middle if not span else steps[round((one - low) / span * (len(steps) - 1))] for one in kept)
    return [Span(text, role)]


def bars(
    rows: Sequence[tuple[str, float | None]], width: int, *, top: float | None = None, role: str = LINE, unit: str = "",
    drawn: Signs | None = None,
) -> list[Line]:
    """A bar a row: label, bar, value. Where values are negative, bars begin at zero and go to the left.

    Args:
        rows: Labels with values; None is a blank one.
        width: Cells of each line.
        top: What a full bar stands for; the greatest value by default.
        role: The colour role of the bars.
        unit: What stands behind each value.
        drawn: The characters.
    """
    if not rows:
        return []
    parts = (drawn or signs()).parts
    texts = ["–" if value is None else short_number(value) + unit for _, value in rows]
    label = min(max(width_of(one) for one, _ in rows), max(4, width // 3))
    number = max(map(width_of, texts))
    room = max(2, width - label - number - 2)
    known = [value for _, value in rows if value is not None]
    low, high = min([0.0, *known]), max([0.0, *known] if top is None else [0.0, top])
    span = (high - low) or 1.0
    below = max(1, min(room - (high > 0), round(-low / span * room))) if low < 0 else 0
    found: list[Line] = []
    for (name, value), text in zip(rows, texts, strict=True):
        bar = "" if value is None else _bar(min(max(value, low), high), low, high, below, room, parts)
        found.append((
            Span(fitted(name, label) + " ", "text"), Span(bar + " " * (room - width_of(bar)), role), Span(" " + text.rjust(number), LABEL),
        ))
    return found


def _bar(value: float, low: float, high: float, below: int, room: int, parts: str) -> str:
    if value < 0:
        size = max(1, round(value / low * below))
        return " " * (below - size) + parts[-1] * size
    above = room - below
    eighths = round(value / high * above * len(parts)) if high > 0 else 0
    whole, rest = divmod(eighths, len(parts))
    sliver = parts[0] if value > 0 and not eighths else ""
    return " " * below + parts[-1] * whole + (parts[rest - 1] if rest else sliver)


def _thinned(values: Sequence[float | None], width: int) -> list[float | None]:
    found: list[float | None] = []
    for at in range(width):
        some = [one for one in values[at * len(values) // width : (at + 1) * len(values) // width] if one is not None]
        found.append(sum(some) / len(some) if some else None)
    return found


def _field(
    frame: Frame, found: Sequence[tuple[date, float]], target: float | None, baseline: float | None, marked: Mapping[date, str],
    drawn: Signs,
) -> list[list[Span]]:
    """The cells of the chart, row by row: lines behind, the readings before them."""
    cells = [[Span(" ", "text")] * frame.width for _ in range(frame.height)]
    for value, sign, role in ((baseline, drawn.baseline, BASELINE), (target, drawn.target, TARGET)):
        if value is not None:
            cells[frame.row(value)] = [Span(sign, role)] * frame.width
    for day in marked:
        for row in cells:
            row[frame.column(day)] = Span(drawn.marked, MARK)
    taken: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for x, y in _dots_between(frame, found, drawn):
        taken.setdefault((x // drawn.across, y // drawn.down), []).append((x % drawn.across, y % drawn.down))
    for (x, y), some in taken.items():
        cells[y][x] = Span(dots(some, drawn), LINE)
    if len(found) * 3 <= frame.width:
        for day, value in found:
            x, y = frame.column(day, drawn.across) // drawn.across, frame.row(value, drawn.down) // drawn.down
            cells[y][x] = Span(drawn.point, f"{LINE} bold")
    for value, word, role in ((target, "target", TARGET), (baseline, "baseline", BASELINE)):
        if value is not None:
            _written(cells[frame.row(value)], word, role, role)
    for day, word in marked.items():
        beside(cells, frame.column(day), word)
    return cells


def _dots_between(frame: Frame, found: Sequence[tuple[date, float]], drawn: Signs) -> list[tuple[int, int]]:
    """The dots of the line through the readings; over long gaps it is dotted."""
    places = [(frame.column(day, drawn.across), frame.row(value, drawn.down)) for day, value in found]
    waits = [(b[0] - a[0]).days for a, b in pairwise(found)]
    usual = statistics.median(waits) if waits else 0
    dotted = places[:1]
    for (a, b), wait in zip(pairwise(places), waits, strict=True):
        steps = max(abs(b[0] - a[0]), abs(b[1] - a[1]), 1)
        sparse = 4 if usual and wait > _GAP * usual else 1
        dotted += [
            (round(a[0] + (b[0] - a[0]) * at / steps), round(a[1] + (b[1] - a[1]) * at / steps))
            for at in range(0, steps + 1) if at % sparse == 0 or at == steps
        ]
    return dotted


def _written(row: list[Span], word: str, behind: str, role: str) -> None:
    """Write a word into a line, at the right end or else where the chart leaves room; not at all where there is none."""
    need = len(word) + 2
    for start in (len(row) - need, 1, *range(len(row) - need - 1, 1, -1)):
        if 0 <= start <= len(row) - need and all(one.role == behind and not _is_drawn(one) for one in row[start : start + need]):
            row[start : start + need] = [Span(sign, role) for sign in f" {word} "]
            return


def beside(cells: list[list[Span]], x: int, word: str) -> None:
    """Write a word beside the line that marks a day, in the first row that has room, at its right or else at its left."""
    for row in cells:
        for start in (x + 1, x - len(word)):
            if start >= 0 and start + len(word) <= len(row) and all(one.text == " " for one in row[start : start + len(word)]):
                row[start : start + len(word)] = [Span(sign, MARK) for sign in word]
                return


def _is_drawn(one: Span) -> bool:
    return one.role.startswith(LINE)


def joined(row: Sequence[Span]) -> Line:
    """Neighbours of the same role as one span."""
    found: list[Span] = []
    for one in row:
        if found and found[-1].role == one.role:
            found[-1] = Span(found[-1].text + one.text, one.role)
        else:
            found.append(one)
    return tuple(found)
