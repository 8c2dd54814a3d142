"""A burn-up in cells: what is done as a hill, the scope as a line above it, and the days that count. Pure.

The room between the line and the hill is what is left; where the line rises, work came in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

from pmtui.domain.burn_up import Point
from pmtui.domain.periods import day_of
from pmtui.widgets.cells import width_of
from pmtui.widgets.chart_axes import AXIS, LABEL, LINE, TARGET, Frame, span_of, time_axis, value_ticks
from pmtui.widgets.chart_signs import Signs, short_number, signs
from pmtui.widgets.charts import joined
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line

DONE, SCOPE, AHEAD = TARGET, LINE, "faint"
"""The colour roles of what is done, of the scope, and of the scope in the days to come."""
_LEAST_WIDTH, _LEAST_HEIGHT = 16, 5
_LEAST_DAYS = 14
_FARTHEST = 3
"""A day further ahead than so many times what has passed is not shown: it would leave no room for what has."""


_STEPS = ("─", (("╯", "╭"), ("╮", "╰")), "│")
_PLAIN_STEPS = ("*", (("*", "*"), ("*", "*")), "*")
"""The line of the scope: level; where it rises and where it falls, the corners below or above; between them."""


def burn_up_chart(
    points: Sequence[Point], width: int, height: int, *, in_points: bool = False, marks: Sequence[tuple[str, str, str]] = (),
    drawn: Signs | None = None,
) -> list[Line]:
    """A burn-up with its axes.

    Args:
        points: The burn-up; the last one is today.
        width: Cells of each line; at least 16.
        height: Lines, the two of the time axis included; at least 5.
        in_points: Whether estimates are summed up, else items are counted.
        marks: Days with a word and a colour role for each, such as the target.
        drawn: The characters; by default what the terminal can show.

    Returns:
        Exactly `height` lines of at most `width` cells; none where there is nothing to draw.
    """
    drawn = drawn or signs()
    width, height = max(_LEAST_WIDTH, width), max(_LEAST_HEIGHT, height)
    rows = [(day, scope, done) for one in points if (day := day_of(one.day)) is not None for scope, done in (_values(one, in_points),)]
    top = max((scope for _, scope, _ in rows), default=0)
    if not top:
        return []
    first, today = rows[0][0], rows[-1][0]
    reach = max((today - first).days, _LEAST_DAYS) * _FARTHEST
    shown = [(day, word, role) for text, word, role in marks if (day := day_of(text)) is not None and first <= day <= today + _days(reach)]
    begin, days = span_of([first, today, *(day for day, _, _ in shown)])
    ticks = value_ticks(0, top, height - 2, None, None)
    labels = {row: text for row, (text, _) in ticks.items() if row > 1 and (in_points or "." not in text)}
    labels[0] = short_number(top)
    gutter = max(map(width_of, labels.values()))
    frame = Frame(width - gutter - 1, height - 2, begin, days, 0, top)
    cells = _painted(frame, rows, shown, drawn)
    lines: list[Line] = []
    for y, row in enumerate(cells):
        text = labels.get(y, "")
        lines.append((Span(text.rjust(gutter), LABEL), Span(drawn.axis[1] if text else drawn.axis[0], AXIS), *joined(row)))
    return [*lines, *time_axis(frame, gutter, drawn)]


def _values(point: Point, in_points: bool) -> tuple[float, float]:
    return (point.scope_points, point.done_points) if in_points else (point.scope, point.done)


def _days(count: int) -> timedelta:
    return timedelta(days=count)


def _painted(
    frame: Frame, rows: Sequence[tuple[date, float, float]], marks: Sequence[tuple[date, str, str]], drawn: Signs
) -> list[list[Span]]:
    cells = [[Span(" ", "text")] * frame.width for _ in range(frame.height)]
    for day, _, role in marks:
        for row in cells:
            row[frame.column(day)] = Span(drawn.marked, role)
    days = [day for day, _, _ in rows]
    last = frame.column(days[-1])
    for x in range(last + 1):
        _hill(cells, frame, x, rows[_at(frame, days, x, frame.width)][2], drawn)
    _scope(cells, frame, [scope for _, scope, _ in rows], days, drawn)
    ahead = cells[frame.row(rows[-1][1])]
    for x in range(last + 1, frame.width):
        if ahead[x].text == " ":
            ahead[x] = Span(drawn.target, AHEAD)
    for day, word, role in marks:
        _named(cells, frame.column(day), word, role, drawn)
    return cells


def _at(frame: Frame, days: Sequence[date], x: int, width: int) -> int:
    """Which of the points holds in a column of so many."""
    day = frame.first + timedelta(days=round(x / max(1, width - 1) * frame.days))
    return max(0, bisect_right(days, day) - 1)


def _hill(cells: list[list[Span]], frame: Frame, x: int, value: float, drawn: Signs) -> None:
    """A column of what is done, in eighths of a cell."""
    steps = len(drawn.steps)
    filled = round(value / frame.high * frame.height * steps)
    if value > 0:
        filled = max(1, filled)
    whole, rest = divmod(filled, steps)
    for up in range(min(whole, frame.height)):
        cells[frame.height - 1 - up][x] = Span(drawn.steps[-1], DONE)
    if rest and whole < frame.height:
        cells[frame.height - 1 - whole][x] = Span(drawn.steps[rest - 1], DONE)


def _scope(cells: list[list[Span]], frame: Frame, scopes: Sequence[float], days: Sequence[date], drawn: Signs) -> None:
    """The line of the scope, in steps: work comes in on a day, not bit by bit."""
    flat, corners, steep = _PLAIN_STEPS if drawn.down == 1 else _STEPS
    before: int | None = None
    for x in range(frame.column(days[-1]) + 1):
        y = frame.row(scopes[_at(frame, days, x, frame.width)])
        signs = {y: flat}
        if before is not None and before != y:
            low, high = max(before, y), min(before, y)
            signs = {**dict.fromkeys(range(high + 1, low), steep), **dict(zip((before, y), corners[y > before], strict=True))}
        for row, sign in signs.items():
            if cells[row][x] != Span(drawn.steps[-1], DONE):
                cells[row][x] = Span(sign, SCOPE)
        before = y


def _named(cells: list[list[Span]], x: int, word: str, role: str, drawn: Signs) -> None:
    """Write a word beside the line that marks a day, in the first row that has room for it: at its left, where the past is, or right."""
    for row in cells[1:]:
        for start in (x + 1, x - len(word)):
            end = start + len(word)
            if start >= 0 and end <= len(row) and all(one.text in (" ", drawn.target) for one in row[start:end]):
                row[start:end] = [Span(sign, role) for sign in word]
                return
